"""Refusals: sentences the reader can act on."""

from __future__ import annotations


class DomainError(Exception):
    """A refusal in words for the screen, with a code for machines."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.message = str(message)
        self.code = code
