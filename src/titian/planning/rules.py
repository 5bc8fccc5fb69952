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
