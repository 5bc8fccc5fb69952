"""Who can sign in to the demo world."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.network.models import Role
from titian.seeds.files import seed_table
from titian.seeds.password import demo_password


class SignIn(NamedTuple):
    """One demo account as the list at the start of the demo shows it."""

    username: str
    password: str
    role: str


def demo_sign_ins() -> list[SignIn]:
    """Return an account for each role, with the one password of this installation."""
    password = demo_password()
    opened = set(User.objects.filter(is_demo=True).values_list("username", flat=True))
    return [
        SignIn(row["username"], password, _role(row["role"], row["organisation"]))
        for row in seed_table("accounts")
        if row["username"] in opened
    ]


def _role(role: str, organisation: str) -> str:
    if role not in Role.values:
        return str(_("Warga"))
    return f"{Role(role).label}, {organisation}"
