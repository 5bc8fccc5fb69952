"""Judgements about plans: the answer is the reason, or None."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from titian.core.formats import day
from titian.planning.seats import BED_MEN, BED_WOMEN, PlannedGroup, seats_of

LONGEST_REASON = 300
MOST_TRAITS = 60  # of one class: the admission rule knows each by a bit of 64


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


def why_opening_is_refused(
    groups: Sequence[PlannedGroup],
    *,
    seats: int,
    beds_men: int,
    beds_women: int,
    only_sex: str,
    only_sex_reason: str,
    written_weight: int,
    interview_weight: int,
    ages: tuple[int, int | None],
) -> str | None:
    """Return why a class cannot be opened for application by this plan, or None."""
    planned = sum(group.seats for group in groups)
    if planned != seats:
        return _("Kelompok kursi berjumlah %(planned)d kursi, padahal paket ini %(seats)d kursi.") % {
            "planned": planned,
            "seats": seats,
        }
    if any(not group.tiers for group in groups):
        return _("Setiap kelompok kursi harus menyebut siapa yang diutamakan.")
    named = {trait for group in groups for tier in group.tiers for trait in tier}
    if len(named) > MOST_TRAITS:
        return _("Kelompok kursi menyebut %(n)d daerah dan jaminan; satu paket paling banyak %(most)d.") % {
            "n": len(named),
            "most": MOST_TRAITS,
        }
    late = next(
        (g.name for g, before in zip(groups[1:], groups, strict=False) if g.guarantee > before.guarantee),
        None,
    )
    if late is not None:
        return _("Jaminan minimum harus diurutkan paling awal; “%(group)s” berada sesudah kelompok lain.") % {
            "group": late
        }
    hosted = [seat.terms for seat in seats_of(groups)]
    for bit, beds, said in (
        (BED_MEN, beds_men, _("putra")),
        (BED_WOMEN, beds_women, _("putri")),
    ):
        wanted = sum(bool(terms & bit) for terms in hosted)
        if wanted > beds:
            return _("%(wanted)d kursi dapat memakai tempat tidur %(sex)s, padahal hanya ada %(beds)d.") % {
                "wanted": wanted,
                "sex": said,
                "beds": beds,
            }
    if only_sex and not only_sex_reason.strip():
        return _("Pembatasan jenis kelamin memerlukan dasar hukum. Sebutkan peraturannya.")
    if written_weight + interview_weight != 100:
        return _("Bobot tes tertulis dan wawancara harus berjumlah 100.")
    if ages[1] is not None and ages[1] < ages[0]:
        return _("Usia maksimum lebih kecil daripada usia minimum. Perbaiki salah satunya.")
    return None


def cautions_of_opening(groups: Sequence[PlannedGroup]) -> list[str]:
    """Return what may go otherwise than hoped although the plan is sound."""
    told = []
    for group in groups:
        if group.seats and not group.takes_anyone:
            told.append(
                _("Kursi “%(group)s” tidak beralih kepada siapa pun, jadi dapat tetap kosong.")
                % {"group": group.name}
            )
        if group.beds_only and group.beds_men + group.beds_women:
            told.append(
                _("Kursi asrama “%(group)s” hanya untuk yang tinggal di asrama, jadi dapat tetap kosong.")
                % {"group": group.name}
            )
        shared = group.beds_men + group.beds_women - group.seats
        if shared > 0:
            told.append(
                _(
                    "Di “%(group)s” %(n)d kursi dapat memakai tempat tidur putra atau putri: salah satunya akan kosong."
                )
                % {"group": group.name, "n": shared}
            )
    return told
