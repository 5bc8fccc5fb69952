from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from titian.accounts.models import User
from titian.evaluation.queries.published import published_years
from titian.evaluation.queries.readers import centres_to_choose
from titian.network.models import Role
from titian.network.queries import roles_of
from titian.network.reach import reach_of
from titian.people.models import Person
from titian.people.permissions import STAFF
from titian.portal.queries.home import own_promises, own_roles, waiting_for
from titian.rosters.permissions import LOADERS

OFFICE = {Role.PROVINCIAL_OFFICE, Role.REGENCY_OFFICE}
PARTNER = {Role.CERTIFICATION_BODY, Role.INSURER_OFFICER, Role.EMPLOYER}


def page(request: HttpRequest) -> HttpResponse:
    """What Titian is, for a visitor; what waits, for somebody who signed in."""
    if not isinstance(request.user, User):
        return render(request, "portal/welcome.html", {"published": published_years()})
    user = request.user
    roles = roles_of(user, timezone.localdate())
    reach = reach_of(user)
    centres = centres_to_choose(user) if roles & STAFF else []
    return render(
        request,
        "portal/home.html",
        {
            "waiting": waiting_for(centres, reach.organisations, repairs=bool(roles & set(LOADERS))),
            "roles": own_roles(user),
            "is_staff": bool(roles & STAFF),
            "is_office": bool(roles & OFFICE),
            "is_partner": bool(roles & PARTNER),
            "is_administrator": Role.ADMINISTRATOR in roles,
            "centres": centres,
            "promises": own_promises(user) if roles & PARTNER else [],
            "has_record": Person.objects.filter(user=user).exists(),
        },
    )
