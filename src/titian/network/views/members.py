"""Letting people in, giving a lost password back, and letting people go."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from titian.accounts.models import User
from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.network.actions import (
    add_member,
    end_membership,
    hand_over,
    invite,
    invite_operators,
    issue_reset,
    revoke_invitation,
    set_may_invite,
)
from titian.network.forms import (
    AddMemberForm,
    EndMembershipForm,
    HandOverForm,
    InviteForm,
    OperatorsForm,
    roles_to_give,
)
from titian.network.models import Invitation, Membership, Organisation, Role
from titian.network.permissions import (
    may_answer_for,
    may_decide_in_full,
    may_end_membership,
    may_manage_members,
)
from titian.network.queries.listing import operators_missing
from titian.network.reach import charge_of
from titian.network.views.slips import tell


@never_cache
@login_required
def send(request: UserRequest, organisation_id: int) -> HttpResponse:
    """Invite one new member; the code is shown in the answer, once."""
    organisation = _organisation(request, organisation_id)
    authorize(request, may_manage_members, organisation)
    roles = roles_to_give(organisation, charge_of(request.user))
    form = InviteForm(request.POST or None, roles=roles)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            issued = invite(
                organisation,
                Role(asked["role"]),
                username=asked["username"],
                name=asked["name"],
                actor=request.user,
                now=timezone.now(),
            )
        except DomainError as error:
            form.add_error("username" if error.code == "username_taken" else None, error.message)
        else:
            return tell(request, organisation, [issued])
    return _form(request, organisation, form, _("Undang anggota baru"), pgettext("satu", "Buat undangan"))


@never_cache
@login_required
def operators(request: UserRequest, organisation_id: int) -> HttpResponse:
    """Invite an operator for every supervised community centre that has nobody yet."""
    organisation = _organisation(request, organisation_id)
    authorize(request, may_manage_members, organisation)
    missing = operators_missing(charge_of(request.user).inviting, timezone.localdate())
    form = OperatorsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        issued = invite_operators(
            list(missing), renew=form.cleaned_data["renew"], actor=request.user, now=timezone.now()
        )
        if issued:
            return tell(request, organisation, issued)
        messages.info(
            request, _("Tidak ada undangan baru: semua sudah mempunyai operator atau undangan terbuka.")
        )
        return redirect("portal:organisation", organisation.pk)
    context = {"organisation": organisation, "form": form, "missing": missing.count()}
    return render(request, "network/operators.html", context)


@never_cache
@login_required
def add(request: UserRequest, organisation_id: int) -> HttpResponse:
    """Give a role to somebody who has an account already."""
    organisation = _organisation(request, organisation_id)
    authorize(request, may_manage_members, organisation)
    roles = roles_to_give(organisation, charge_of(request.user))
    form = AddMemberForm(request.POST or None, roles=roles, users=_colleagues(request.user))
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        add_member(
            asked["user"], organisation, Role(asked["role"]), actor=request.user, on=timezone.localdate()
        )
        messages.success(request, _("Peran sudah diberikan."))
        return redirect("portal:organisation", organisation.pk)
    return _form(request, organisation, form, _("Beri peran kepada pemilik akun"), _("Beri peran"))


@never_cache
@login_required
@require_POST
def revoke(request: UserRequest, invitation_id: int) -> HttpResponse:
    """Close a door nobody went through."""
    seen = Organisation.objects.visible_to(request.user)
    invitation = get_object_or_404(
        Invitation.objects.select_related("organisation"), pk=invitation_id, organisation__in=seen
    )
    authorize(request, may_manage_members, invitation.organisation)
    try:
        revoke_invitation(invitation, actor=request.user, now=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Undangan dicabut; kodenya tidak berlaku lagi."))
    return redirect("portal:organisation", invitation.organisation_id)


@never_cache
@login_required
def end(request: UserRequest, membership_id: int) -> HttpResponse:
    """End one role of a member."""
    membership = _membership(request, membership_id)
    authorize(request, may_end_membership, membership)
    form = EndMembershipForm(request.POST or None, since=membership.first_day, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        end_membership(
            membership,
            actor=request.user,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("Peran sudah diakhiri."))
        return redirect("portal:organisation", membership.organisation_id)
    about = _("%(name)s, %(role)s") % {"name": membership.user, "role": membership.get_role_display()}
    return _form(
        request, membership.organisation, form, _("Akhiri peran"), _("Akhiri peran"), about, danger=True
    )


@never_cache
@login_required
def reset(request: UserRequest, membership_id: int) -> HttpResponse:
    """Make a one-time link for somebody who lost the password."""
    membership = _membership(request, membership_id)
    authorize(request, may_answer_for, membership.user)
    if request.method == "POST":
        try:
            issued = issue_reset(
                membership.user, membership.organisation, actor=request.user, now=timezone.now()
            )
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("portal:organisation", membership.organisation_id)
        return tell(request, membership.organisation, [issued])
    return render(
        request,
        "network/reset.html",
        {"organisation": membership.organisation, "member": membership.user},
    )


@never_cache
@login_required
def leave(request: UserRequest, membership_id: int) -> HttpResponse:
    """Hand over the account of one who leaves."""
    membership = _membership(request, membership_id)
    authorize(request, may_answer_for, membership.user)
    users = _colleagues(request.user).exclude(pk=membership.user_id)
    form = HandOverForm(request.POST or None, users=users)
    if request.method == "POST" and form.is_valid():
        try:
            done = hand_over(
                membership.user,
                form.cleaned_data["successor"],
                within=charge_of(request.user).inviting,
                actor=request.user,
                on=timezone.localdate(),
                now=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request,
                _(
                    "Serah terima selesai: %(roles)d peran diakhiri, %(invitations)d undangan dipindahkan atau dicabut."
                )
                % {"roles": done.memberships, "invitations": done.invitations},
            )
            return redirect("portal:organisation", membership.organisation_id)
    return _form(
        request,
        membership.organisation,
        form,
        _("Serah terima akun"),
        _("Serahkan dan tutup akun"),
        _(
            "Semua peran %(name)s yang Anda bina berakhir hari ini dan akunnya keluar dari semua perangkat. "
            "Akun tanpa peran lain ditutup. Catatan tentang yang pernah dilakukan tetap memakai nama ini."
        )
        % {"name": membership.user},
        danger=True,
    )


@never_cache
@login_required
@require_POST
def may_invite(request: UserRequest, membership_id: int) -> HttpResponse:
    """Let a member invite others, or no longer."""
    membership = _membership(request, membership_id)
    authorize(request, may_decide_in_full, membership.organisation)
    set_may_invite(membership, request.POST.get("boleh") == "ya", actor=request.user)
    messages.success(request, _("Hak mengundang sudah diubah."))
    return redirect("portal:organisation", membership.organisation_id)


def _organisation(request: UserRequest, organisation_id: int) -> Organisation:
    seen = Organisation.objects.visible_to(request.user).select_related("kind")
    return get_object_or_404(seen, pk=organisation_id)


def _membership(request: UserRequest, membership_id: int) -> Membership:
    """A membership of today in an organisation this user sees."""
    held = Membership.objects.filter(
        organisation__in=Organisation.objects.visible_to(request.user), period__contains=timezone.localdate()
    )
    return get_object_or_404(held.select_related("user", "organisation__kind"), pk=membership_id)


def _colleagues(user: User) -> QuerySet[User]:
    """Those who work where this user may let people in; of other accounts nobody learns the names."""
    held = Membership.objects.filter(
        organisation__in=charge_of(user).inviting, period__contains=timezone.localdate()
    )
    found = User.objects.filter(pk__in=held.values("user"), is_active=True, is_system=False)
    return found.exclude(pk=user.pk).order_by("name", "pk")


def _form(
    request: UserRequest,
    organisation: Organisation,
    form: object,
    title: str,
    submit: str,
    about: str = "",
    danger: bool = False,
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "form": form,
        "title": title,
        "submit": submit,
        "about": about,
        "danger": danger,
    }
    return render(request, "network/form.html", context)
