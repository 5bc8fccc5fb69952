"""Judgements of counselling: no query, no clock."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from titian.core.formats import moment
from titian.counselling.models import Route, StepOwner
from titian.counselling.questions import BY_CODE

SHORTEST_REASON = 10
LONGEST_ANSWER = 500
LAST_DUE = timedelta(days=366)
MOST_LAPSES = 3  # times a citizen booked alone and gave back or missed, within the days below
LAPSE_DAYS = 30
FEWEST_KNOWN = 30  # below this a rate says nothing about the next person (docs/methods/counselling.md)
NEEDED_BEFORE_DECIDING = ("work_now", "schooling", "wanted_route")


class Said(NamedTuple):
    """One answer as the officer writes it; an empty value takes the answer away."""

    value: str
    source: str


class Step(NamedTuple):
    """One chosen route with its reason and next step."""

    route: str
    reason: str
    step: str
    step_owner: str
    due_on: date
    partner: int | None = None


class TiesTo(NamedTuple):
    """What ties an officer to one person, as it is known."""

    self: bool
    same_card: bool
    declared: str


class Range(NamedTuple):
    """What became of similar people on one route: how many are known, and a range for each kind of evidence."""

    route: str
    decided: int
    known: int
    verified: tuple[float, float] | None
    reported: tuple[float, float] | None
    stated: tuple[float, float] | None

    @property
    def is_enough(self) -> bool:
        return self.known >= FEWEST_KNOWN


def why_not_invited(
    *, starts_at: datetime, now: datetime, taken: int, capacity: int, other: bool
) -> str | None:
    """Return why nobody more is invited to a time; `other`: the person has another invitation still to come."""
    if starts_at <= now:
        return _("Jadwal itu sudah lewat. Pilih jadwal lain.")
    if other:
        return _("Orang ini masih mempunyai janji yang belum lewat. Batalkan janji itu lebih dahulu.")
    if taken >= capacity:
        return _("Jadwal itu penuh: %(taken)d dari %(capacity)d tempat sudah diberikan. Pilih jadwal lain.") % {
            "taken": taken, "capacity": capacity,
        }  # fmt: skip
    return None


def why_not_booked(
    *,
    office_region: str | None,
    regency: str | None,
    starts_at: datetime,
    now: datetime,
    taken: int,
    capacity: int,
    other: bool,
) -> str | None:
    """Return why a citizen does not take this time, or None; said to the citizen."""
    if regency is None or office_region != regency:
        return _("Pilih dinas di kabupaten/kota tempat tinggal Anda.")
    if starts_at <= now:
        return _("Jadwal itu sudah lewat. Pilih jadwal lain.")
    if other:
        return _("Anda masih mempunyai janji yang belum lewat. Ubah atau batalkan janji itu lebih dahulu.")
    if taken >= capacity:
        return _("Jadwal itu baru saja penuh. Pilih jadwal lain.")
    return None


def why_booked_too_often(lapses: Sequence[datetime], *, now: datetime) -> str | None:
    """Return why a citizen takes no more times alone for a while; `lapses`: when a time was given back or missed.

    Giving a time back is never refused: somebody else can use it.
    """
    recent = sorted(when for when in lapses if when > now - timedelta(days=LAPSE_DAYS))
    if len(recent) < MOST_LAPSES:
        return None
    return _(
        "Dalam %(days)d hari terakhir Anda sudah %(n)d kali mengganti, membatalkan, atau tidak datang pada "
        "waktu yang Anda pesan sendiri. Agar orang lain juga mendapat tempat, untuk sementara waktu Anda "
        "diatur oleh dinas: datanglah langsung pada jam kerja, atau hubungi dinas. Memesan sendiri dapat lagi "
        "mulai %(moment)s."
    ) % {
        "days": LAPSE_DAYS,
        "n": len(recent),
        "moment": moment(recent[-MOST_LAPSES] + timedelta(days=LAPSE_DAYS)),
    }


def why_too_late(*, starts_at: datetime, now: datetime) -> str | None:
    """Return why a citizen changes nothing any more: the hour has come."""
    if starts_at <= now:
        return _(
            "Jam janji itu sudah lewat, jadi tidak dapat diubah lagi. Hubungi dinas, atau pesan waktu baru."
        )
    return None


def why_capacity_stays(*, wanted: int, taken: int) -> str | None:
    if wanted < taken:
        return _("Sudah %(taken)d orang diundang; batalkan janjinya lebih dahulu.") % {"taken": taken}
    return None


def why_not_absent(*, starts_at: datetime, now: datetime) -> str | None:
    """Return why somebody is not yet said not to have come."""
    if now < starts_at:
        return _("Jam janjinya belum tiba, jadi belum dapat dinyatakan tidak datang.")
    return None


def why_answers_are_refused(told: Mapping[str, Said]) -> str | None:
    """Return why these answers are not taken, or None."""
    for code, said in told.items():
        if code not in BY_CODE:
            return _("Pertanyaan “%(code)s” tidak dikenal; muat ulang halaman ini.") % {"code": code[:24]}
        choices = dict(BY_CODE[code].choices)
        if said.value and choices and said.value not in choices:
            return _("“%(label)s”: pilih jawaban dari daftar.") % {"label": BY_CODE[code].label}
        if len(said.value) > LONGEST_ANSWER:
            return _("“%(label)s”: paling banyak %(n)d huruf.") % {
                "label": BY_CODE[code].label, "n": LONGEST_ANSWER,
            }  # fmt: skip
        if said.source not in ("said", "document", "register"):
            return _("“%(label)s”: pilih dari mana jawabannya.") % {"label": BY_CODE[code].label}
    return None


def why_not_counselled_by(ties: TiesTo) -> str | None:
    """Return why this officer decides nothing for this person, or None."""
    if ties.self:
        return _("Anda tidak memutuskan untuk diri sendiri. Mintalah rekan Anda.")
    if ties.same_card:
        return _("Orang ini satu kartu keluarga dengan Anda, jadi rekan Anda yang memutuskan.")
    if ties.declared:
        return _("Anda menyatakan orang ini kerabat (%(kind)s), jadi rekan Anda yang memutuskan.") % {
            "kind": ties.declared
        }
    return None


def why_not_referred(partner: int, *, member_of: Collection[int], name: str) -> str | None:
    """Return why this officer refers nobody to an organisation, or None; `member_of`: where the officer belongs."""
    if partner in member_of:
        return _(
            "Anda anggota %(name)s, jadi Anda tidak merujuk orang ke sana. Pilih lembaga lain, "
            "atau mintalah rekan yang bukan anggotanya memutuskan."
        ) % {"name": name}
    return None


def why_not_decided(
    steps: Sequence[Step], *, answered: Collection[str], conflicts: int, on: date, replaces: bool, change: str
) -> str | None:
    """Return why a decision is not taken, or None; `answered`: questions with an answer that still holds."""
    if conflicts:
        return _("Wawancara ini mempunyai dua versi yang berbenturan. Pilih atau gabungkan lebih dahulu.")
    missing = [str(BY_CODE[code].label) for code in NEEDED_BEFORE_DECIDING if code not in answered]
    if missing:
        return _("Wawancara belum cukup, atau jawabannya sudah kedaluwarsa: %(missing)s.") % {
            "missing": ", ".join(missing)
        }
    if not steps:
        return _("Pilih paling sedikit satu dari lima jalur.")
    if replaces and len(change.strip()) < SHORTEST_REASON:
        return _("Tulis mengapa keputusan sebelumnya diubah, paling sedikit %(n)d huruf.") % {
            "n": SHORTEST_REASON
        }
    for one in steps:
        if reason := _why_step_is_refused(one, on):
            return f"{Route(one.route).label}: {reason}" if one.route in Route.values else reason
    return None


def _why_step_is_refused(one: Step, on: date) -> str | None:
    if one.route not in Route.values:
        return _("Jalur itu bukan salah satu dari lima jalur.")
    if len(one.reason.strip()) < SHORTEST_REASON:
        return _("Tulis alasannya, paling sedikit %(n)d huruf.") % {"n": SHORTEST_REASON}
    if not one.step.strip():
        return _("Tulis langkah berikutnya.")
    if not on <= one.due_on <= on + LAST_DUE:
        return _("Batas waktu langkah antara hari ini dan setahun lagi.")
    if (one.step_owner == StepOwner.PARTNER) != (one.partner is not None):
        return _("Pilih lembaga yang dirujuk bila lembaga itu penanggung jawabnya; selain itu kosongkan.")
    return None


def clearly_better(ranges: Sequence[Range], chosen: Collection[str]) -> str:
    """Return a route whose whole range lies above every chosen one's, "" where none can be told apart.

    Compared are routes known well enough, each by one kind of evidence at a time, the best kind both have.
    """
    enough = [one for one in ranges if one.is_enough]
    mine = [one for one in enough if one.route in chosen]
    if not mine or len(mine) < len(set(chosen)):
        return ""
    better = [one for one in enough if one.route not in chosen and all(_above(one, other) for other in mine)]
    return max(better, key=lambda one: max(_known(one), default=0.0)).route if better else ""


def _above(one: Range, other: Range) -> bool:
    for mine, theirs in (
        (one.verified, other.verified),
        (one.reported, other.reported),
        (one.stated, other.stated),
    ):
        if mine is not None and theirs is not None:
            return mine[0] > theirs[1]
    return False


def _known(one: Range) -> list[float]:
    return [bounds[0] for bounds in (one.verified, one.reported, one.stated) if bounds is not None]


DRAW_METHOD = "hmac-sha256(seed, route), lowest first"


def why_routes_are_not_drawn(equal: bool, *, chosen: int, switched_on: bool) -> str | None:
    """A lot falls only where the officer calls several routes equally good, and only while draws are switched on."""
    if not equal:
        return None
    if not switched_on:
        return _("Undian jalur sedang dimatikan. Kosongkan kotaknya, lalu tentukan sendiri urutannya.")
    if chosen < 2:
        return _(
            "Undian hanya di antara dua jalur atau lebih. Kosongkan kotaknya, atau pilih jalur lain juga."
        )
    return None


def drawn_order(routes: Collection[str], seed: bytes) -> list[str]:
    """Return the routes in the order of their lots; each of the k! orders has the chance 1/k! over the seeds."""
    return sorted(routes, key=lambda route: hmac.digest(seed, route.encode(), "sha256"))


def why_verdict_waits(*, clearly_better: str, reason: str) -> str | None:
    """Return why a choice is not kept yet: against a clearly better route a reason is written."""
    if clearly_better and len(reason.strip()) < SHORTEST_REASON:
        return _(
            "Jalur “%(route)s” jelas lebih sering berakhir dengan pekerjaan bagi orang yang serupa. "
            "Tetap boleh; tulis alasannya, paling sedikit %(n)d huruf."
        ) % {"route": Route(clearly_better).label, "n": SHORTEST_REASON}
    return None


# --- people alike -----------------------------------------------------------------------------------------------


class Alike(NamedTuple):
    """What makes two people alike for the comparison. There is no room here for sex, disability or origin."""

    schooling: str
    age: str
    worked: str


AGES = ((25, "under_25"), (35, "25_34"), (45, "35_44"))


def alike(*, schooling: str, age: int, worked: str) -> Alike:
    """Return the group of a person by schooling, age and years of work."""
    band = next((name for below, name in AGES if age < below), "45_up")
    return Alike(schooling or "unknown", band, worked or "unknown")
