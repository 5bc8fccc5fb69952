"""An agreement that was signed on paper is recorded, and put right where it was typed wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.core.overtaken import hold
from titian.network.actions import correct_agreement, sign_agreement
from titian.network.models import Agreement, Organisation, Role
from titian.network.permissions import may_record_agreements, may_sign_agreement
from titian.network.queries import organisations_of
from titian.network.queries.listing import agreements_seen
from titian.portal.agreement_forms import (
    LINES,
    AgreementForm,
    CorrectionForm,
    PartyLines,
    addendum_to,
    lines_of,
    parties_of,
    parties_to_choose,
    promises_of,
    said_of,
)

T = TypeVar("T")


@never_cache
@login_required
def new(request: UserRequest) -> HttpResponse:
    """Record an agreement; ?atas= names the one it is an addendum to, whose parties stand there already."""
    authorize(request, may_record_agreements)
    first = _amended(request)
    if first is None:
        signers = organisations_of(request.user, timezone.localdate(), [Role.CENTRE_HEAD])[:1]
        form = AgreementForm(request.POST or None)
    else:
        signers = [party.pk for party in first.signers]
        form = AgreementForm(request.POST or None, initial=addendum_to(first))
    lines = PartyLines(
        request.POST or None,
        prefix="pihak",
        initial=[{"organisation": pk} for pk in signers] + [{}] * max(LINES - len(signers), 1),
        form_kwargs={"organisations": parties_to_choose(request.user, first)},
    )
    made = _save(request, form, lines, partial(sign_agreement, amends=first, actor=request.user))
    if made is not None:
        messages.success(request, _("Adendum tersimpan.") if first else _("Perjanjian tersimpan."))
        return redirect("portal:agreement", made.pk)
    return _show(request, form, lines, None, first)


@never_cache
@login_required
def correct(request: UserRequest, agreement_id: int) -> HttpResponse:
    """Put a recorded agreement right; the journal keeps what stood there."""
    agreement = get_object_or_404(agreements_seen(request.user), pk=agreement_id)
    authorize(request, may_sign_agreement, agreement.signers)
    agreement = hold(agreement, request)
    form = CorrectionForm(request.POST or None, initial=said_of(agreement))
    lines = PartyLines(
        request.POST or None,
        prefix="pihak",
        initial=[*lines_of(agreement), {}, {}],
        form_kwargs={"organisations": parties_to_choose(request.user, agreement)},
    )
    changed = _save(request, form, lines, partial(correct_agreement, agreement, actor=request.user))
    if changed is not None:
        if changed:
            messages.success(request, _("Perjanjian diperbaiki."))
        else:
            messages.info(request, _("Tidak ada yang berubah, jadi tidak ada yang disimpan."))
        return redirect("portal:agreement", agreement.pk)
    return _show(request, form, lines, agreement)


def _amended(request: UserRequest) -> Agreement | None:
    """Return the agreement that is to be changed, which its parties alone may do."""
    told = request.POST.get("atas") or request.GET.get("atas") or ""
    if not told.isdecimal():
        return None
    first = get_object_or_404(agreements_seen(request.user).select_related("amends"), pk=told)
    authorize(request, may_sign_agreement, first.signers)
    return first.amends or first


def _save(request: UserRequest, form: AgreementForm, lines: Any, save: Callable[..., T]) -> T | None:
    """Save what was sent if it holds and return what came of it; otherwise the form says why not."""
    if request.method != "POST" or not all([form.is_valid(), lines.is_valid()]):
        return None
    parties: list[Organisation] = parties_of(lines)
    if parties and not may_sign_agreement(request.user, parties):
        form.add_error(None, _("Lembaga yang Anda pimpin harus menjadi salah satu pihak. Pilih pada Pihak."))
        return None
    try:
        return save(parties=parties, promises=promises_of(lines), **form.cleaned_data)
    except DomainError as error:
        form.add_error(None, error.message)
        return None


def _show(
    request: UserRequest,
    form: AgreementForm,
    lines: Any,
    agreement: Agreement | None,
    first: Agreement | None = None,
) -> HttpResponse:
    context = {"form": form, "lines": lines, "agreement": agreement, "first": first}
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/agreement_entry.html", context, status=status)
