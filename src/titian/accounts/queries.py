"""Questions about accounts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError


def user_named(username: str) -> User:
    """Return the active user of that name, as `--as` of a command names one."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise DomainError(
            _("Pengguna %(username)s tidak dikenal atau tidak aktif.") % {"username": username},
            code="unknown_user",
        )
    return user
