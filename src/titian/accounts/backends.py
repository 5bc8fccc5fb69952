"""How people sign in, and how each page finds who has."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from titian.accounts.models import User
from titian.core.db.worded import worded_once


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's; the user of a session, asked for by each page, is put into SQL once a process."""

    def get_user(self, user_id: Any) -> User | None:
        found = _user(int(user_id))
        return found[0] if found and self.user_can_authenticate(found[0]) else None


@worded_once
def _user(user_id: int) -> QuerySet[User]:
    return User.objects.filter(pk=user_id)
