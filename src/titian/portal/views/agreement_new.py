from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.network.actions import sign_agreement
from titian.network.models import Role
from titian.network.models.agreement import AgreementKind
from titian.network.permissions import may_record_agreements, may_sign_agreement
from titian.network.queries import organisations_of
from titian.portal.agreement_forms import (
    LINES,
    AgreementForm,
    PartyLines,
    parties_of,
    parties_to_choose,
    promises_of,
)


@never_cache
@login_required
def page(request: UserRequest) -> HttpResponse:
    """Record an agreement that was signed on paper."""
    authorize(request, may_record_agreements)
    heads = organisations_of(request.user, timezone.localdate(), [Role.CENTRE_HEAD])
    form = AgreementForm(request.POST or None)
    lines = PartyLines(
        request.POST or None,
        prefix="pihak",
        initial=[{"organisation": pk} for pk in heads[:1]] + [{}] * (LINES - len(heads[:1])),
        form_kwargs={"organisations": parties_to_choose(request.user)},
    )
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        said, parties = form.cleaned_data, parties_of(lines)
        if parties and not may_sign_agreement(request.user, parties):
            form.add_error(
                None, _("Lembaga yang Anda pimpin harus menjadi salah satu pihak. Pilih pada Pihak.")
            )
        else:
            try:
                agreement = sign_agreement(
                    AgreementKind(said.pop("kind")),
                    said.pop("title"),
                    actor=request.user,
                    parties=parties,
                    promises=promises_of(lines),
                    **said,
                )
            except DomainError as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, _("Perjanjian tersimpan."))
                return redirect("portal:agreement", agreement.pk)
    return render(
        request,
        "portal/agreement_new.html",
        {"form": form, "lines": lines},
        status=422 if request.method == "POST" else 200,
    )
