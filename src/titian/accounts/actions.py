"""The verbs of accounts."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError

SYSTEM_ACTORS = {
    "fold": "Pelipat catatan kepesertaan",
    "seed": "Pengisi data peragaan",
    "shell": "Baris perintah",
    "clock": "Jadwal pekerjaan",
}


def system_actor(name: str, *, using: str = "default") -> User:
    """Return the named actor of automatic work, made at first use; nobody can sign in as it.

    Made on the connection that will act: another one would not see it before this one commits.
    """
    if name not in SYSTEM_ACTORS:
        raise DomainError(
            _("Pelaku sistem %(name)s tidak dikenal.") % {"name": name}, code="unknown_system_actor"
        )
    actor, _made = User.objects.using(using).get_or_create(
        username=f"system:{name}",
        defaults={"name": SYSTEM_ACTORS[name], "is_system": True, "password": make_password(None)},
    )
    return actor
