"""Judgements about a reported outcome."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from titian.core import formats
from titian.core.text import key


class Outcome(NamedTuple):
    """The work somebody reports of a participant; '' and None are not known."""

    status: str = ""
    employer_name: str = ""
    job_title: str = ""
    starts_on: date | None = None
    monthly_wage: int | None = None


Why = tuple[str, str]  # the field to correct, and the sentence
YOUNGEST_WORKER = 10


def why_outcome_is_refused(outcome: Outcome, *, working: bool, born: date, informed_on: date) -> Why | None:
    """Return what does not fit together in one report, or None."""
    if not outcome.status:
        return "status", _("Pilih status kerjanya; isian pekerjaan tanpa status tidak dapat dihitung.")
    if not working:
        if any(outcome[1:]):
            return "status", _(
                "Statusnya tidak bekerja, tetapi ada isian pekerjaan. Kosongkan isian itu, atau pilih status lain."
            )
        return None
    if outcome.starts_on and outcome.starts_on > informed_on:
        return "starts_on", _(
            "Mulai bekerja %(start)s sesudah tanggal informasi %(informed)s. "
            "Periksa keduanya; pekerjaan yang belum mulai dilaporkan nanti."
        ) % {"start": formats.day(outcome.starts_on), "informed": formats.day(informed_on)}
    if outcome.starts_on and outcome.starts_on.year - born.year < YOUNGEST_WORKER:
        return "starts_on", _("Tanggal mulai bekerja mendahului umur kerja. Periksa tahunnya.")
    return None


def is_same_work(former: Outcome, new: Outcome) -> bool:
    """Return whether a report tells more of the known work; otherwise the person has begun another one."""
    if key(former.employer_name) != key(new.employer_name):
        return not former.employer_name and new.starts_on in (None, former.starts_on)
    return bool(former.employer_name) or former.status == new.status


def why_informed_on_is_refused(informed_on: date, *, starts_on: date, on: date) -> str | None:
    """Return why nobody can have asked on that day, or None."""
    if informed_on > on:
        return _("Tanggal informasi %(date)s belum tiba. Isi tanggal Anda mendengar kabar itu.") % {
            "date": formats.day(informed_on)
        }
    if informed_on < starts_on:
        return _("Tanggal informasi %(date)s mendahului awal pelatihan. Periksa tahunnya.") % {
            "date": formats.day(informed_on)
        }
    return None
