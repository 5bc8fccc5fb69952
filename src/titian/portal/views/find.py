from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.people import nik
from titian.people.permissions import may_open_records
from titian.portal.entry_forms import FindForm
from titian.portal.queries.find import find_people


@never_cache
@login_required
def page(request: UserRequest) -> HttpResponse:
    """Find a person. Names and numbers are asked by POST, so that no address or log keeps them."""
    authorize(request, may_open_records)
    form = FindForm(request.POST or None)
    found = None
    if form.is_valid():
        words = form.cleaned_data["cari"]
        found = find_people(words, request.user)
        if nik.read(nik.clean(words)):
            form = FindForm()  # a whole NIK is not written back into the page
    return render(request, "portal/find.html", {"form": form, "found": found})
