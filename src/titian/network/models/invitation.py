from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from titian.core.models import Timestamped
from titian.network.models.membership import Role
from titian.network.models.organisation import Organisation

VALID_FOR = timedelta(days=14)
# No I, L, O, U: what is read from paper is typed right (Crockford). Sixteen characters are eighty bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
_MISREAD = str.maketrans("OIL", "011")


def new_code() -> str:
    """Return a one-time code as it is printed: ABCD-EFGH-JKMN-PQRS."""
    plain = "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))
    return "-".join(plain[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def digest_of(code: str, secret: str | None = None) -> str:
    """Return what is stored of a code: without the keys of this installation nobody can try codes on it."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum()).translate(_MISREAD)
    return salted_hmac("titian.network.invitation", plain, secret, algorithm="sha256").hexdigest()


def digests_of(code: str) -> list[str]:
    """Return the digest in force and those of former secrets: slips on paper outlive a change of keys."""
    return [digest_of(code), *(digest_of(code, former) for former in settings.SECRET_KEY_FALLBACKS)]


class Purpose(models.TextChoices):
    JOIN = "join", _("akun baru")
    RESET = "reset", _("kata sandi baru")


class Invitation(Timestamped):
    """A one-time link by which somebody chooses a password: of a new account, or of one that lost it."""

    purpose = models.CharField("untuk", max_length=8, choices=Purpose.choices)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="invitations", verbose_name="lembaga"
    )
    role = models.CharField("peran", max_length=24, choices=Role.choices, blank=True)
    username = models.CharField("nama pengguna", max_length=150)
    name = models.CharField("nama", max_length=200)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="akun"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="pengundang"
    )
    code_digest = models.CharField("sidik kode", max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField("berlaku sampai")
    used_at = models.DateTimeField("dipakai", null=True)
    revoked_at = models.DateTimeField("dicabut", null=True)
    told_at = models.DateTimeField("pemilik akun diberi tahu", null=True)

    class Meta:
        verbose_name = "undangan"
        verbose_name_plural = "undangan"
        constraints = [
            models.CheckConstraint(
                name="invitation_says_as_what",
                condition=(models.Q(purpose="join") & ~models.Q(role=""))
                | models.Q(purpose="reset", role="", user__isnull=False),
                violation_error_message="Undangan menyebut peran; tautan kata sandi menyebut akun.",
            ),
            models.UniqueConstraint(
                fields=["username"],
                name="one_open_invitation_a_name",
                condition=models.Q(used_at=None, revoked_at=None),
                violation_error_message="Masih ada undangan terbuka dengan nama pengguna ini.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.organisation}"
