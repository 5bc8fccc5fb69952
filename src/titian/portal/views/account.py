from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from titian.accounts.requests import UserRequest
from titian.network.permissions import MAKERS_OF_TOKENS
from titian.network.queries import organisations_of
from titian.portal.queries.home import own_roles


@never_cache
@login_required
def page(request: UserRequest) -> HttpResponse:
    """Who I am here, my password and my second factor."""
    user = request.user
    return render(
        request,
        "portal/account.html",
        {
            "roles": own_roles(user),
            "second_factor": is_mfa_enabled(user),
            "makes_tokens": bool(organisations_of(user, timezone.localdate(), MAKERS_OF_TOKENS)),
        },
    )
