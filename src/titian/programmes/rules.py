"""Judgements about programmes: no query, no clock."""

from __future__ import annotations

from django.utils.translation import gettext as _

from titian.programmes.models import FEWEST_SHOWN


def why_counts_are_refused(*, trained: int, known: int, yes: int) -> str | None:
    """Return why an outlook is not taken: nobody may read from it that one to four people are of some kind."""
    for told in (yes, known - yes, trained - known):
        if told < 0:
            return _("Bagian lebih besar daripada keseluruhannya; hitung lagi.")
        if 0 < told < FEWEST_SHOWN:
            return _("Angka %(n)d orang terlalu kecil untuk diterbitkan.") % {"n": told}
    return None
