"""The seal of a letter: who holds one can see on a public page that we wrote it, and what holds now."""

from __future__ import annotations

from typing import NamedTuple

from django.core import signing

_signer = signing.Signer(salt="titian.admissions.letter", sep=".")


class Sealed(NamedTuple):
    """What a letter is about; the number of an application tells nobody who applied."""

    round_id: int
    number: str
    run: int


def seal(sealed: Sealed) -> str:
    return _signer.sign(f"{sealed.round_id}_{sealed.number}_{sealed.run}")


def opened(token: str) -> Sealed | None:
    """Return what was sealed; None where this is no seal of ours."""
    try:
        round_id, number, run = _signer.unsign(token).split("_")
    except (signing.BadSignature, ValueError):
        return None
    return Sealed(int(round_id), number, int(run))
