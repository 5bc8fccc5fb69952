"""Who comes in at the roster screens, and to which load."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.network.models import Organisation
from titian.network.queries import organisations_of
from titian.rosters.models import Load
from titian.rosters.permissions import LOADERS, may_load_rosters
from titian.rosters.queries.proposals import centres_to_load_for
from titian.rosters.rules import why_centre_hands_in


def centres_of(request: UserRequest) -> list[Organisation]:
    """Return the centres whose rosters the user may bring in; 403 to whom that is no work.

    Whoever only hands rosters in is told where to.
    """
    today = timezone.localdate()
    own = organisations_of(request.user, today, roles=LOADERS)
    if not own:
        raise PermissionDenied
    centres, handing_in = centres_to_load_for(request.user, own, today)
    if set(own) <= handing_in.keys():
        [name] = Organisation.objects.filter(pk=own[0]).values_list("name", flat=True)
        raise PermissionDenied(why_centre_hands_in(name, handing_in[own[0]]))
    return centres


def load_of(request: UserRequest, load_id: int) -> Load:
    """Find the load (404 to a stranger, 403 to a colleague without the right)."""
    found = Load.objects.visible_to(request.user).select_related("centre", "actor")
    load = get_object_or_404(found, pk=load_id)
    authorize(request, may_load_rosters, load.centre)
    return load
