"""Judgements about a person's record."""

from __future__ import annotations

from django.utils.translation import gettext as _

from titian.people.models import Person

SHORTEST_REASON = 10
NIK_LOOKS_AN_HOUR = 30


def why_nik_stays_masked(person: Person, *, reason: str, recent_looks: int) -> str | None:
    """Return why the whole NIK is not told, or None; `recent_looks`: those of the actor within the hour."""
    if person.nik_cipher is None:
        return _("NIK orang ini belum didata.")
    if len(reason.strip()) < SHORTEST_REASON:
        return _("Tulis alasan melihat NIK, paling sedikit %(n)d huruf.") % {"n": SHORTEST_REASON}
    if recent_looks >= NIK_LOOKS_AN_HOUR:
        return _("Anda sudah membuka %(n)d NIK dalam satu jam. Coba lagi nanti.") % {"n": recent_looks}
    return None
