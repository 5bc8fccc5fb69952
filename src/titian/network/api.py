"""How a machine shows who it is: a token with the right scope, or the session of somebody signed in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import APIKeyCookie, HttpBearer

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.network.models import ApiToken, Scope


class ScopeMissing(DomainError):
    """The token is good, but not for this."""


class Token(HttpBearer):
    """A token of an organisation that opens `scope`; the middleware has read it and acts as its user."""

    openapi_bearerFormat = "opaque"  # noqa: N815

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        held: ApiToken | None = getattr(request, "api_token", None)
        if held is None:
            return None
        if self.scope not in held.scopes:
            raise ScopeMissing(
                _("Token ini tidak mempunyai cakupan %(scope)s. Minta token dengan cakupan itu.")
                % {"scope": self.scope.value},
                code="scope_missing",
            )
        return held.acts_as


class Session(APIKeyCookie):
    """Somebody who signed in; what changes records needs the CSRF token of their page."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any:
        """Ask who it is before asking for the CSRF token, so that a stranger hears to sign in."""
        return super().__call__(request) if self.authenticate(request, None) else None

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        user = request.user
        if isinstance(user, User) and user.is_authenticated and not hasattr(request, "api_token"):
            return user
        return None


def opened_by(scope: Scope) -> list[Any]:
    """Return the ways to open what this scope names."""
    return [Token(scope), Session()]
