"""Links that were recorded with wrong days are put right; what truly changes is changed in organisations.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from titian.accounts.models import User
from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.core.overtaken import hold
from titian.network.actions import correct_period
from titian.network.forms import PeriodForm
from titian.network.models import Organisation, Ownership, Supervision
from titian.network.permissions import may_supervise, may_transfer_ownership


@never_cache
@login_required
def supervision(request: UserRequest, organisation_id: int, supervision_id: int) -> HttpResponse:
    """Put the days of a supervision right."""
    return _page(request, organisation_id, supervision_id, Supervision, may_supervise)


@never_cache
@login_required
def ownership(request: UserRequest, organisation_id: int, ownership_id: int) -> HttpResponse:
    """Put the days of an ownership right."""
    return _page(request, organisation_id, ownership_id, Ownership, may_transfer_ownership)


def _page(
    request: UserRequest,
    organisation_id: int,
    link_id: int,
    kind: type[Ownership] | type[Supervision],
    may: Callable[[User, Organisation], bool],
) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), pk=organisation_id)
    found = cast(Ownership | Supervision, get_object_or_404(kind, pk=link_id, organisation=organisation))
    authorize(request, may, organisation)
    link = hold(found, request)
    form = PeriodForm(request.POST or None, initial={"first_day": link.first_day, "last_day": link.last_day})
    if request.method == "POST" and form.is_valid():
        try:
            correct_period(link, actor=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Masa berlakunya sudah diperbaiki."))
            return redirect("portal:organisation", organisation.pk)
    if isinstance(link, Ownership):
        title, other = _("Perbaiki masa kepemilikan"), link.owner
    else:
        title, other = _("Perbaiki masa pembinaan"), link.supervisor
    about = _("Hanya untuk tanggal yang salah catat. Kalau keadaannya memang berubah, pakai Ubah.")
    context = {
        "organisation": organisation,
        "form": form,
        "title": f"{title}: {other.name}",
        "submit": _("Simpan perbaikan"),
        "about": about,
        "danger": False,
    }
    return render(request, "network/form.html", context)
