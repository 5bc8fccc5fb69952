"""A judgement turned into a refusal."""

from __future__ import annotations

from django.utils.translation import gettext as _

from titian.core.errors import DomainError


def refuse(reason: str | None, code: str) -> None:
    """Refuse in these words; None lets pass."""
    if reason:
        raise DomainError(reason, code=code)


def refuse_unless(may: bool) -> None:
    """Refuse who may not, also where no screen asked before."""
    if not may:
        raise DomainError(_("Anda tidak berwenang melakukan ini."), code="may_not")
