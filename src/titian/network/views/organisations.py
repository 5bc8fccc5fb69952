"""Organisations: the list, and what is decided about one."""

from __future__ import annotations

import csv
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.core.overtaken import hold
from titian.core.text import plain_cell
from titian.network.actions import (
    confirm_organisation,
    end_ownership,
    end_supervision,
    merge_organisation,
    set_letterhead,
    supervise,
    transfer_ownership,
)
from titian.network.forms import (
    LetterheadForm,
    MergeForm,
    OrganisationFilterForm,
    OwnerForm,
    SuperviseForm,
)
from titian.network.models import Organisation
from titian.network.permissions import (
    may_confirm,
    may_decide_in_full,
    may_open_network,
    may_put_below,
    may_supervise,
    may_transfer_ownership,
)
from titian.network.queries import MINISTRY_CENTRES, OWNERS, letterhead_of
from titian.network.queries.listing import (
    candidates_for,
    organisations_for,
    owner_now,
    supervisor_now,
    supervisors_seen,
)
from titian.network.reach import charge_of, reach_of

PAGE_ROWS = 25


@never_cache
@login_required
@require_safe
def listing(request: UserRequest) -> HttpResponse:
    """The organisations a user sees; the filters are in the address."""
    authorize(request, may_open_network)
    today = timezone.localdate()
    seen = Organisation.objects.visible_to(request.user)
    form = OrganisationFilterForm(request.GET, supervisors=supervisors_seen(seen, today))
    found = organisations_for(seen, form.asked(), today)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "form": form,
        "page_address": _address(request.GET),
        "query": request.GET.urlencode(),
    }
    return render(request, "network/organisations.html", context)


@never_cache
@login_required
@require_safe
def export(request: UserRequest) -> HttpResponse:
    """The same list as a file."""
    authorize(request, may_open_network)
    today = timezone.localdate()
    seen = Organisation.objects.visible_to(request.user)
    form = OrganisationFilterForm(request.GET, supervisors=supervisors_seen(seen, today))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="lembaga.csv"'
    response.write("\ufeff")
    lines = csv.writer(response)
    lines.writerow(
        [_("Nama"), _("Jenis"), _("Kode wilayah"), _("Wilayah"), _("Pembina"), _("Anggota"), _("Konfirmasi")]
    )
    for row in organisations_for(seen, form.asked(), today):
        region = row.region.name if row.region else ""
        confirmed = _("ya") if row.confirmed else _("belum")
        cells = [row.name, str(row.kind), row.region_id or "", region, row.supervisor_name or ""]
        lines.writerow([*map(plain_cell, cells), row.member_count or 0, confirmed])
    return response


@never_cache
@login_required
def letterhead(request: UserRequest, organisation_id: int) -> HttpResponse:
    """The head of letters, edited by who answers for the organisation."""
    organisation = _find(request, organisation_id)
    authorize(request, may_decide_in_full, organisation)
    hold(organisation, request)
    form = LetterheadForm(request.POST or None, initial=LetterheadForm.of(letterhead_of(organisation)))
    if request.method == "POST" and form.is_valid():
        set_letterhead(organisation, actor=request.user, **form.cleaned_data)
        messages.success(request, _("Kop surat tersimpan."))
        return redirect("portal:organisation", organisation.pk)
    return _form(request, organisation, form, _("Kop surat"), _("Simpan kop surat"))


@never_cache
@login_required
@require_POST
def confirm(request: UserRequest, organisation_id: int) -> HttpResponse:
    """Yes, it exists under this name."""
    organisation = _find(request, organisation_id)
    authorize(request, may_confirm, organisation)
    try:
        confirm_organisation(organisation, actor=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Lembaga dikonfirmasi."))
    return redirect("portal:organisation", organisation.pk)


@never_cache
@login_required
def merge(request: UserRequest, organisation_id: int) -> HttpResponse:
    """No, it is another one, written differently."""
    organisation = _find(request, organisation_id)
    authorize(request, may_confirm, organisation)
    words = request.GET.get("cari", "")[:80]
    if request.method == "POST":
        confirmed = Organisation.objects.visible_to(request.user).filter(confirmed=True)
        form = MergeForm(request.POST, candidates=confirmed)
        if form.is_valid():
            into = form.cleaned_data["into"]
            authorize(request, may_confirm, into)
            try:
                moved = merge_organisation(organisation, into, actor=request.user)
            except DomainError as error:
                messages.error(request, error.message)
                return redirect("network:merge", organisation.pk)
            messages.success(request, _("Digabungkan; %(n)d catatan dipindahkan.") % {"n": moved})
            return redirect("portal:organisation", into.pk)
        messages.error(request, _("Pilih lembaga yang dimaksud."))
    candidates = candidates_for(organisation, request.user, words)
    context = {"organisation": organisation, "candidates": candidates, "words": words}
    return render(request, "network/merge.html", context)


@never_cache
@login_required
def supervision(request: UserRequest, organisation_id: int) -> HttpResponse:
    """Put the organisation below another supervisor, or below none, from a day on."""
    organisation = _find(request, organisation_id)
    authorize(request, may_supervise, organisation)
    today = timezone.localdate()
    centres = Organisation.objects.filter(kind__in=MINISTRY_CENTRES).exclude(pk=organisation.pk)
    if not reach_of(request.user).sees_all:
        centres = centres.filter(Q(pk__in=charge_of(request.user).full))
    hold(organisation, request)
    now = supervisor_now(organisation)
    form = SuperviseForm(
        request.POST or None,
        candidates=centres.order_by("name_key"),
        today=today,
        initial={"supervisor": now},
    )
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        above = asked["supervisor"]
        if above and above.pk == now:
            return _unchanged(request, organisation)
        if above:
            authorize(request, may_put_below, above)
        try:
            if above:
                supervise(above, organisation, actor=request.user, on=asked["on"], reason=asked["reason"])
            else:
                end_supervision(organisation, actor=request.user, on=asked["on"], reason=asked["reason"])
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Pembinaan sudah diubah."))
            return redirect("portal:organisation", organisation.pk)
    return _form(request, organisation, form, _("Ubah pembinaan"), _("Simpan pembinaan"))


@never_cache
@login_required
def ownership(request: UserRequest, organisation_id: int) -> HttpResponse:
    """Give the organisation to another owner, or to none, from a day on."""
    organisation = _find(request, organisation_id)
    authorize(request, may_transfer_ownership, organisation)
    owners = Organisation.objects.filter(kind__in=OWNERS, confirmed=True).exclude(pk=organisation.pk)
    hold(organisation, request)
    now = owner_now(organisation)
    form = OwnerForm(
        request.POST or None, candidates=owners.order_by("name_key"), today=timezone.localdate(),
        initial={"owner": now},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        asked, owner = form.cleaned_data, form.cleaned_data["owner"]
        if owner and owner.pk == now:
            return _unchanged(request, organisation)
        try:
            if owner:
                transfer_ownership(
                    organisation, owner, actor=request.user, on=asked["on"], reason=asked["reason"]
                )
            else:
                end_ownership(organisation, actor=request.user, on=asked["on"], reason=asked["reason"])
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Kepemilikan sudah diubah."))
            return redirect("portal:organisation", organisation.pk)
    return _form(request, organisation, form, _("Ubah kepemilikan"), _("Simpan kepemilikan"))


def _unchanged(request: UserRequest, organisation: Organisation) -> HttpResponse:
    messages.info(request, _("Tidak ada yang berubah, jadi tidak ada yang disimpan."))
    return redirect("portal:organisation", organisation.pk)


def _find(request: UserRequest, organisation_id: int) -> Organisation:
    seen = Organisation.objects.visible_to(request.user).select_related("kind", "region")
    return get_object_or_404(seen, pk=organisation_id)


def _form(
    request: UserRequest, organisation: Organisation, form: object, title: str, submit: str
) -> HttpResponse:
    context = {"organisation": organisation, "form": form, "title": title, "submit": submit}
    return render(request, "network/form.html", {**context, "about": "", "danger": False})


def _address(query: QueryDict) -> Callable[[int], str]:
    def address(number: int) -> str:
        asked = query.copy()
        asked["halaman"] = str(number)
        return f"?{asked.urlencode()}"

    return address
