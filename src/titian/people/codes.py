"""Codes that people read, write down and type."""

from __future__ import annotations

import hashlib

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that are taken for another
CODE_LENGTH = 8


def digest_of(code: str) -> str:
    """Return what is stored of a code; case, spaces and dashes do not matter."""
    plain = plain_code(code)
    return hashlib.sha256(plain.encode()).hexdigest() if plain else ""


def plain_code(code: str) -> str:
    """Return a typed code as it was handed out, without spaces and dashes."""
    return "".join(letter for letter in code.upper() if letter.isalnum())
