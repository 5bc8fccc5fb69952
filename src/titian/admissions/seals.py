"""The seal of a letter: who holds one can see on a public page that we wrote it, and what holds now."""

from __future__ import annotations

import base64
import hmac
from typing import NamedTuple

from django.conf import settings


class Sealed(NamedTuple):
    """What a letter is about; the number of an application tells nobody who applied."""

    round_id: int
    number: str
    run: int


def seal(sealed: Sealed) -> str:
    said = f"{sealed.round_id}_{sealed.number}_{sealed.run}"
    return f"{said}.{_signature(said, settings.KEYS.letters[0])}"


def opened(token: str) -> Sealed | None:
    """Return what was sealed, also with a former key; None where this is no seal of ours."""
    said, _dot, signature = token.rpartition(".")
    given = signature.encode()
    # Every key is tried: how long it takes tells nothing of which.
    known = [hmac.compare_digest(given, _signature(said, key).encode()) for key in settings.KEYS.letters]
    parts = said.split("_")
    if not any(known) or len(parts) != 3:
        return None
    round_id, number, run = parts
    return Sealed(int(round_id), number, int(run))


def _signature(said: str, key: bytes) -> str:
    return base64.urlsafe_b64encode(hmac.digest(key, said.encode(), "sha256")).rstrip(b"=").decode()
