"""The verbs of accounts."""

from __future__ import annotations

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from titian.accounts.adapters import SecondFactorAdapter
from titian.accounts.models import User
from titian.core.errors import DomainError

SEALED_OF_FACTORS = {"secret", "seed", "migrated_codes"}  # as allauth names them
SYSTEM_ACTORS = {
    "fold": "Pelipat catatan kepesertaan",
    "seed": "Pengisi data peragaan",
    "shell": "Baris perintah",
    "clock": "Jadwal pekerjaan",
    "merge": "Penggabung catatan",
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


def replace_password(user: User, password: str) -> None:
    """Give the account another password; its second factor and all its sessions end with the former one."""
    _refuse_weak_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)


def end_sessions(user: User, *, only: int | None = None) -> int:
    """Sign the user out everywhere, or of one session; return how many ended."""
    sessions = UserSession.objects.filter(user=user)
    if only is not None:
        sessions = sessions.filter(pk=only)
    ended = list(sessions)
    for session in ended:
        session.end()
    return len(ended)


def renew_second_factors() -> int:
    """Seal the secrets of second factors with the signing secret in force; return how many there are."""
    sealer = SecondFactorAdapter()
    factors = Authenticator.objects.select_for_update().order_by("pk")
    count = 0
    for factor in factors:
        for name in SEALED_OF_FACTORS & factor.data.keys():
            kept = factor.data[name]
            factor.data[name] = (
                [sealer.encrypt(sealer.decrypt(part)) for part in kept]
                if isinstance(kept, list)
                else sealer.encrypt(sealer.decrypt(kept))
            )
        factor.save(update_fields=["data"])
        count += 1
    return count


def close_account(user: User) -> None:
    """Nobody signs in with it any more; what it did keeps its name."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)


def finish_first_day(user: User, *, at: datetime) -> None:
    """The first-day page has done its work."""
    user.first_day_done_at = user.first_day_done_at or at
    user.save(update_fields=["first_day_done_at"])


def _refuse_weak_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        raise DomainError(" ".join(refusal.messages), code="weak_password") from refusal
