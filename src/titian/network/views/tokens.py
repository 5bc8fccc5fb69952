"""Keys for programmes: who has which, a new one, and closing one."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from titian.accounts.models import User
from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.network.actions import make_token, revoke_token
from titian.network.forms import TokenForm
from titian.network.models import Organisation, Scope
from titian.network.permissions import MAKERS_OF_TOKENS, may_make_tokens
from titian.network.queries import organisations_of, tokens_of


@never_cache
@login_required
@require_safe
def listing(request: UserRequest) -> HttpResponse:
    """The keys of the organisations I lead or administer."""
    own = _own(request.user)
    scopes = {value: str(label) for value, label in Scope.choices}
    tokens = [(token, [scopes[scope] for scope in token.scopes]) for token in tokens_of(own)]
    return render(request, "network/tokens.html", {"tokens": tokens, "now": timezone.now()})


@never_cache
@login_required
def new(request: UserRequest) -> HttpResponse:
    """Make a key; it is shown in the answer, once."""
    own = _own(request.user)
    organisations = Organisation.objects.filter(pk__in=own).order_by("name", "pk")
    form = TokenForm(
        request.POST or None, organisations=organisations, initial={"organisation": organisations.first()}
    )
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        authorize(request, may_make_tokens, asked["organisation"])
        try:
            made = make_token(
                asked["organisation"],
                asked["name"],
                scopes=asked["scopes"],
                expires_at=timezone.now() + timedelta(days=asked["days"]),
                actor=request.user,
            )
        except DomainError as error:
            form.add_error("name" if error.code == "token_name_taken" else "scopes", error.message)
        else:
            return render(request, "network/token_made.html", {"token": made.token, "key": made.key})
    return render(request, "network/token_new.html", {"form": form})


@never_cache
@login_required
def revoke(request: UserRequest, token_id: int) -> HttpResponse:
    """Ask once more, then close the key for good."""
    token = get_object_or_404(tokens_of(organisations_of(request.user, timezone.localdate())), pk=token_id)
    authorize(request, may_make_tokens, token.organisation)
    if request.method == "POST":
        revoke_token(token, actor=request.user)
        messages.success(request, _("Token dicabut; kuncinya tidak membuka apa pun lagi."))
        return redirect("network:tokens")
    return render(request, "network/token_revoke.html", {"token": token})


def _own(user: User) -> list[int]:
    own = organisations_of(user, timezone.localdate(), MAKERS_OF_TOKENS)
    if not own:
        raise PermissionDenied
    return own
