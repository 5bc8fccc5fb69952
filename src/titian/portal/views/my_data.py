from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from titian.accounts.requests import UserRequest
from titian.people.models import Person
from titian.people.queries import masked_nik
from titian.portal.queries.person import disability_of, life_of


@never_cache
@login_required
def page(request: UserRequest) -> HttpResponse:
    """What is kept about me, where it came from and who looked."""
    person = (
        Person.objects.select_related("regency", "district", "education").filter(user=request.user).first()
    )
    if person is None:
        return render(request, "portal/my_data.html", {"life": None})
    return render(
        request,
        "portal/my_data.html",
        {
            "life": life_of(person, request.user),
            "nik": masked_nik(person),
            "disability": disability_of(person),
        },
    )
