"""Judgements about nominations: the answer is the reason in words, or None."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _


def why_not_nominated(
    *,
    is_open: bool,
    closes_on: date,
    today: date,
    lives_there: bool,
    beds: int,
    places: int | None,
    taken: int,
) -> str | None:
    """Judge a nomination for a class. `beds`: those of the candidate's dormitory; `places`: the regency's quota."""
    if not is_open or today > closes_on:
        return _("Pendaftaran seleksi ini sudah ditutup, jadi pencalonan tidak diterima lagi.")
    if not lives_there:
        return _("Dinas hanya mencalonkan warga kabupaten/kotanya sendiri.")
    if not beds:
        return _("Paket ini tidak menyediakan tempat tidur di asrama orang ini.")
    if places is None:
        return _("Balai belum memberi kuota bagi kabupaten/kota Anda untuk paket ini. Hubungi balai.")
    if taken >= places:
        return _("Kuota %(n)d calon sudah terpakai. Tarik satu pencalonan lain lebih dahulu.") % {"n": places}
    return None


def why_not_passed_on(
    *, missing: Sequence[str], consented: bool, why_not: Sequence[str], withdrew: bool
) -> str | None:
    """Judge whether a nomination may become an application; the application is then judged like every other."""
    if not consented:
        return _("Orang ini sudah mencabut persetujuannya, jadi pencalonannya tidak dapat diteruskan.")
    if withdrew:
        return _("Orang ini sudah menarik sendiri lamarannya dalam seleksi ini.")
    if missing:
        return _("Berkas belum lengkap: %(papers)s. Kembalikan pencalonan ini kepada dinas.") % {
            "papers": ", ".join(missing)
        }
    if why_not:
        return _("Calon belum memenuhi syarat: %(reasons)s") % {"reasons": " ".join(why_not)}
    return None
