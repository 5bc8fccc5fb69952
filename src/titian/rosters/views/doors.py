"""Who comes in at the roster screens, and to which load."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.utils import timezone

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.network.models import Organisation
from titian.network.queries import organisations_of
from titian.rosters.models import Load
from titian.rosters.permissions import LOADERS, loads_rosters, may_load_rosters
from titian.rosters.queries.proposals import centres_to_load_for


def centres_of(request: UserRequest) -> list[Organisation]:
    """Return the centres whose rosters the user may bring in; 403 to whom that is no work."""
    authorize(request, loads_rosters)
    own = organisations_of(request.user, timezone.localdate(), roles=LOADERS)
    return centres_to_load_for(request.user, own)


def load_of(request: UserRequest, load_id: int) -> Load:
    """Find the load (404 to a stranger, 403 to a colleague without the right)."""
    found = Load.objects.visible_to(request.user).select_related("centre", "actor")
    load = get_object_or_404(found, pk=load_id)
    authorize(request, may_load_rosters, load.centre)
    return load
