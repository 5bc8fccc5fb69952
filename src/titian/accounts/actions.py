"""The verbs of accounts."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
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


def open_account(
    username: str,
    name: str,
    *,
    password: str | None = None,
    email: str = "",
    language: str = "id",
    is_demo: bool = False,
) -> User:
    """Make an account; without a password nobody can sign in before its one-time link is used."""
    if User.objects.filter(username=username).exists():
        raise DomainError(
            _("Nama pengguna %(username)s sudah dipakai.") % {"username": username}, code="username_taken"
        )
    user = User(username=username, name=name, email=email, language=language, is_demo=is_demo)
    if password is not None:
        _refuse_weak_password(password, user)
    user.set_password(password)
    user.save()
    return user


def one_time_link(user: User) -> str:
    """Return the path at which this user chooses a password, once; using it or signing in ends it."""
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
    )


def _refuse_weak_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        raise DomainError(" ".join(refusal.messages), code="weak_password") from refusal
