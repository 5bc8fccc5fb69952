from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from titian.accounts.models import User
from titian.accounts.requests import UserRequest
from titian.evaluation.actions import fold_touched
from titian.evaluation.queries.readers import CentreYears, centres_to_choose
from titian.network.models import Role
from titian.network.permissions import OPEN_NETWORK
from titian.network.queries import organisations_of, roles_of
from titian.network.queries.invitations import untold_resets
from titian.network.reach import charge_of, reach_of
from titian.people.models import Person
from titian.people.permissions import STAFF
from titian.portal.queries.front_door import waiting_at_the_door
from titian.portal.queries.home import own_promises, own_roles
from titian.portal.queries.waiting import classes_waiting, due_from, waiting_for
from titian.portal.queries.year_figures import YearFigures, year_figures
from titian.rosters.permissions import may_hand_in

OFFICE = {Role.PROVINCIAL_OFFICE, Role.REGENCY_OFFICE}
SERVING = {Role.DATA_PROTECTION, Role.DISABILITY_UNIT}
PARTNER = {Role.CERTIFICATION_BODY, Role.INSURER_OFFICER, Role.EMPLOYER}
DUE_SHOWN = 10
CENTRES_SHOWN = 50


def page(request: UserRequest) -> HttpResponse:
    """What waits for somebody who signed in."""
    user, today = request.user, timezone.localdate()
    roles = roles_of(user, today)
    is_staff = bool(roles & STAFF)
    reach, charge = reach_of(user), charge_of(user)
    centres = centres_to_choose(user, most=CENTRES_SHOWN + 1) if is_staff else []
    waiting = classes_waiting(user, today)
    due = due_from(waiting, today) if is_staff else []
    serves = bool(roles & SERVING)
    works = is_staff or serves or Role.ADMINISTRATOR in roles
    return render(
        request,
        "portal/home.html",
        {
            "waiting": [
                *waiting_at_the_door(user, roles, today),
                *(waiting_for(user, reach.organisations, charge, today, waiting) if works else []),
            ],
            "serves": serves,
            "due": due[:DUE_SHOWN],
            "due_count": len(due),
            "own_year": _own_year(user, centres) if is_staff else None,
            "resets": untold_resets(user),
            "first_day": user.first_day_done_at is None,
            "roles": own_roles(user),
            "works": works,
            "is_staff": is_staff,
            "hands_in": is_staff and may_hand_in(user),
            "opens_network": bool(roles & OPEN_NETWORK),
            "is_office": bool(roles & OFFICE),
            "is_partner": bool(roles & PARTNER),
            "is_administrator": Role.ADMINISTRATOR in roles,
            "centres": centres[:CENTRES_SHOWN],
            "more_centres": len(centres) > CENTRES_SHOWN,
            "promises": own_promises(user) if roles & PARTNER else [],
            "has_record": Person.objects.filter(user=user).exists(),
        },
    )


def _own_year(user: User, centres: list[CentreYears]) -> YearFigures | None:
    """The latest year of the centre where this user works, if it is a centre."""
    own = set(organisations_of(user, timezone.localdate()))
    for row in centres:
        if row.centre.pk in own and row.years:
            fold_touched()
            return year_figures(row.centre, row.years[0])
    return None
