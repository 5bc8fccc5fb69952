"""What waits for an officer of the office: accounts to join, changes to decide, records that may be one person."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.core.overtaken import hold
from titian.people.actions import (
    decide_change,
    decide_deletion,
    give_consent,
    hand_out_code,
    merge,
    undo_merge,
)
from titian.people.forms import DecisionForm, GrantForm, GuardianForm, ReasonForm
from titian.people.models import (
    ChangeRequest,
    Claim,
    ConsentPurpose,
    DeletionRequest,
    Merge,
    Person,
    RequestState,
)
from titian.people.permissions import (
    may_decide_changes,
    may_decide_deletions,
    may_merge,
    may_serve_counter,
)
from titian.people.queries import changes_shown, minors_without_guardian
from titian.people.twins import described_person, records_alike


@never_cache
@login_required
def page(request: UserRequest) -> HttpResponse:
    authorize(request, may_serve_counter)
    seen = Person.objects.visible_to(request.user)
    claims = Claim.objects.filter(joined_at=None, person__in=seen).select_related("person", "user")
    changes = (
        ChangeRequest.objects.filter(state=RequestState.OPEN, person__in=seen)
        .named()
        .select_related("person")
    )
    merges = Merge.objects.filter(undone_at=None, kept__in=seen).select_related("kept", "joined", "merged_by")
    return render(
        request,
        "people/queue.html",
        {
            "claims": list(claims.order_by("made_at")[:100]),
            "changes": [(asked, changes_shown(asked)) for asked in changes.order_by("due_at")[:100]],
            "merges": list(merges.order_by("-merged_at")[:50]),
            "minors": minors_without_guardian(request.user),
        },
    )


@never_cache
@login_required
@require_POST
def code(request: UserRequest, claim_id: int) -> HttpResponse:
    """Hand out the code; it is shown this once."""
    authorize(request, may_serve_counter)
    asked = get_object_or_404(Claim, pk=claim_id, person__in=Person.objects.visible_to(request.user))
    try:
        told = hand_out_code(asked, actor=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("people:queue")
    return render(request, "people/code.html", {"claim": asked, "code": told})


@never_cache
@login_required
@require_POST
def change(request: UserRequest, request_id: int) -> HttpResponse:
    seen = Person.objects.visible_to(request.user)
    asked = get_object_or_404(ChangeRequest.objects.select_related("person"), pk=request_id, person__in=seen)
    authorize(request, may_decide_changes, asked.person)
    asked.person = hold(asked.person, request)
    form = DecisionForm(request.POST)
    granted = GrantForm(asked, request.POST) if "kabul" in request.POST else None
    if form.is_valid():
        answer = form.cleaned_data["answer"]
        if granted and not granted.is_valid() and granted.comparisons:
            context = {"asked": asked, "form": granted, "answer": answer}
            return render(request, "people/change.html", context, status=422)
        try:
            decide_change(
                asked, granted=bool(granted), answer=answer, actor=request.user,
                kept=granted.kept if granted else (),
            )  # fmt: skip
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Keputusan disimpan."))
    return redirect("people:queue")


@never_cache
@login_required
def guardian(request: UserRequest, person_id: int) -> HttpResponse:
    """Note the consent of a guardian who stands at the counter."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    authorize(request, may_serve_counter)
    form = GuardianForm(request.POST or None)
    if form.is_valid():
        give_consent(
            person, ConsentPurpose.GUARDIAN, given_by=form.cleaned_data["guardian"], actor=request.user
        )
        messages.success(request, _("Persetujuan wali dicatat."))
        return redirect("people:queue")
    return render(
        request, "people/guardian.html", {"person": person, "form": form}, status=422 if form.errors else 200
    )


@never_cache
@login_required
def twins(request: UserRequest, person_id: int) -> HttpResponse:
    """Records that may be of the same person, with evidence; joining two is a decision with a reason."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    authorize(request, may_merge)
    found = records_alike(described_person(person))
    seen = Person.objects.visible_to(request.user).in_bulk([one.person_id for one in found])
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = {str(one.person_id): one for one in found}.get(request.POST.get("catatan", ""))
        if chosen is None:
            form.add_error(None, _("Pilih catatan yang digabung."))
        else:
            try:
                merge(
                    person.pk, chosen.person_id, evidence=chosen.evidence, reason=form.cleaned_data["reason"],
                    actor=request.user,
                )  # fmt: skip
            except DomainError as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, _("Kedua catatan digabung. Penggabungan dapat dibatalkan."))
                return redirect("people:queue")
    return render(
        request,
        "people/twins.html",
        {"person": person, "found": [(one, seen.get(one.person_id)) for one in found], "form": form},
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def undo(request: UserRequest, merge_id: int) -> HttpResponse:
    seen = Person.objects.visible_to(request.user)
    done = get_object_or_404(Merge, pk=merge_id, kept__in=seen)
    authorize(request, may_merge)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            undo_merge(done, reason=form.cleaned_data["reason"], actor=request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Penggabungan dibatalkan."))
    else:
        messages.error(request, _("Tulis alasan pembatalan."))
    return redirect("people:queue")


@never_cache
@login_required
def deletions(request: UserRequest) -> HttpResponse:
    """The queue of the data protection officer: what is asked, until when it must be answered."""
    authorize(request, may_decide_deletions)
    if request.method == "POST":
        asked = get_object_or_404(DeletionRequest, pk=request.POST.get("permintaan", "0"))
        form = DecisionForm(request.POST)
        if form.is_valid():
            try:
                decide_deletion(
                    asked,
                    granted="kabul" in request.POST,
                    answer=form.cleaned_data["answer"],
                    actor=request.user,
                )
            except DomainError as error:
                messages.error(request, error.message)
            else:
                messages.success(
                    request,
                    _("Dikabulkan. Identitas dihapus dalam beberapa menit, kecuali ada penahanan hukum.")
                    if "kabul" in request.POST
                    else _("Ditolak; pemohon membaca alasannya."),
                )
        return redirect("people:deletions")
    waiting = DeletionRequest.objects.filter(state=RequestState.OPEN).order_by("due_at")
    return render(request, "people/deletions.html", {"waiting": list(waiting[:200])})
