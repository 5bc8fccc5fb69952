"""Judgements about a place in a class."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from titian.core import formats

ADULT_AGE = 18


def age_on(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def why_too_young(born: date, *, starts_on: date, minimum_age: int) -> str | None:
    """Return why somebody born that day has no place in a class that starts then, or None."""
    if age_on(born, starts_on) >= minimum_age:
        return None
    return _(
        "Orang ini lahir %(born)s, belum berumur %(age)d tahun pada hari pertama pelatihan, %(starts)s. "
        "Periksa tanggal lahir dan NIK; bila benar, orang ini tidak dapat diterima dalam paket ini."
    ) % {"born": formats.day(born), "age": minimum_age, "starts": formats.day(starts_on)}


def cautions(
    born: date, *, starts_on: date, seats_taken: int, capacity: int, other_classes: int
) -> list[str]:
    """Return what to look after although the place is given."""
    told = []
    if age_on(born, starts_on) < ADULT_AGE:
        told.append(_("Peserta belum berumur 18 tahun: simpan persetujuan walinya."))
    if seats_taken > capacity:
        told.append(
            _("Peserta paket ini kini %(n)d orang, melebihi kapasitas %(capacity)d kursi.")
            % {"n": seats_taken, "capacity": capacity}
        )
    if other_classes:
        told.append(
            _(
                "Orang ini juga peserta paket lain pada tanggal yang sama. Pastikan ia dapat mengikuti keduanya."
            )
        )
    return told
