"""The kit of parts that every screen is made of, for those who build and read the screens."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from titian.accounts.models import User
from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.evaluation.outputs.charts.targets import TargetBar, targets_chart
from titian.network.models import Role
from titian.network.queries import roles_of
from titian.people.permissions import STAFF
from titian.portal.kit_forms import SampleForm, overtaken_sample
from titian.portal.queries.timeline import Day, Moment

PAGES, THIS_PAGE = 12, 5


def may_see_kit(user: User) -> bool:
    """Who works here, also the administrator of accounts."""
    return bool(roles_of(user, timezone.localdate()) & {*STAFF, Role.ADMINISTRATOR})


@login_required
@require_safe
def page(request: UserRequest) -> HttpResponse:
    """Every part in every state, with invented figures."""
    authorize(request, may_see_kit)
    bars = [
        TargetBar(_("Pelatihan institusional"), 160, 144),
        TargetBar(_("Bootcamp"), None, 32),
    ]
    question = _("Apakah target peserta tercapai?")
    context = {
        "bars": bars,
        "question": question,
        "drawing": targets_chart("contoh", question, bars),
        "days": [
            Day(date(2022, 3, 1), [Moment(date(2022, 3, 1), _("Mendaftar"), _("Las Industri"))]),
            Day(
                date(2022, 6, 30),
                [Moment(date(2022, 6, 30), _("Lulus")), Moment(date(2022, 6, 30), _("Kompeten"))],
            ),
            Day(None, [Moment(None, _("Bekerja"))]),
        ],
        "pages": Paginator(range(PAGES), 1).get_page(THIS_PAGE),
        "page_address": lambda number: f"?halaman={number}",
        "form": SampleForm(prefix="kosong"),
        "overtaken": overtaken_sample(),
        "refused": SampleForm({"salah-reason": "", "salah-kind": ""}, prefix="salah"),
    }
    return render(request, "portal/kit.html", context)
