"""Whose key is this, and which keys does an organisation have?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db.models import F, QuerySet

from titian.network.models import ApiToken

PREFIX = "titian_"  # lets a scanner of leaked secrets know whose key it found


def digest_of(key: str) -> str:
    """Return what is kept of a token's key: a long chance text needs no slow hash."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def token_of(key: str) -> ApiToken | None:
    """Return the token of this key, in force or not."""
    return ApiToken.objects.filter(digest=digest_of(key)).select_related("acts_as").first()


def tokens_of(organisations: Iterable[int]) -> QuerySet[ApiToken]:
    """Return the tokens of these organisations, those in use first, newest first."""
    found = ApiToken.objects.filter(organisation__in=list(organisations))
    return found.select_related("organisation", "made_by").order_by(
        F("revoked_at").asc(nulls_first=True), "-pk"
    )
