"""Refusals: sentences the reader can act on."""

from __future__ import annotations

from django.utils.translation import gettext as _


class DomainError(Exception):
    """A refusal in words for the screen, with a code for machines."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.message = str(message)
        self.code = code


def refuse(reason: str | None, code: str) -> None:
    """Refuse in these words; None lets pass."""
    if reason:
        raise DomainError(reason, code=code)


def refuse_unless(may: bool) -> None:
    """Refuse who may not, also where no screen asked before."""
    if not may:
        raise DomainError(_("Anda tidak berwenang melakukan ini."), code="may_not")
