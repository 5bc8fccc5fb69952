"""Judgements about plans: the answer is the reason, or None."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from titian.core.formats import day

LONGEST_REASON = 300


def why_version_must_wait(
    *, former_decided_on: date | None, decided_on: date, reason: str, today: date
) -> str | None:
    """A later version changes a promise, so it needs a reason and cannot precede the former one."""
    if len(reason) > LONGEST_REASON:
        return _("Alasan paling panjang %(n)d huruf.") % {"n": LONGEST_REASON}
    if decided_on > today:
        return _("Tanggal penetapan %(day)s belum tiba.") % {"day": day(decided_on)}
    if former_decided_on is None:
        return None
    if decided_on < former_decided_on:
        return _(
            "Versi yang berlaku ditetapkan %(former)s; versi baru tidak dapat ditetapkan lebih dahulu."
        ) % {"former": day(former_decided_on)}
    if not reason.strip():
        return _("Target berbeda dari versi yang berlaku. Sebutkan alasannya dengan --reason.")
    return None


def why_role_stays(
    *, on: date, starts_on: date, ends_on: date, held_since: date | None, is_the_same: bool
) -> str | None:
    """A class changes hands while it runs, after the last change, and to somebody else."""
    if is_the_same:
        return _("Lembaga itu sudah memegang peran ini. Pilih lembaga lain.")
    if not starts_on <= on <= ends_on:
        return _("Pilih tanggal selama paket berlangsung, %(first)s sampai %(last)s.") % {
            "first": day(starts_on),
            "last": day(ends_on),
        }
    if held_since is not None and on <= held_since:
        return _("Pemegang sekarang tercatat mulai %(day)s. Pilih tanggal setelahnya.") % {
            "day": day(held_since)
        }
    return None
