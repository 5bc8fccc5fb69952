"""Judgements about a person's record."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.utils.translation import gettext as _

from titian.people import nik as number
from titian.people.models import JobSeekerCard, NoNikReason, Person

SHORTEST_REASON = 10
NIK_LOOKS_AN_HOUR = 30
FULL_AGE = 18
LEAST_AGE = 15
REPORTING_BOXES = 4
MONTHS_BETWEEN_BOXES = 6


def why_nik_stays_masked(person: Person, *, reason: str, recent_looks: int) -> str | None:
    """Return why the whole NIK is not told, or None; `recent_looks`: those of the actor within the hour."""
    if person.nik_cipher is None:
        return _("NIK orang ini belum didata.")
    if len(reason.strip()) < SHORTEST_REASON:
        return _("Tulis alasan melihat NIK, paling sedikit %(n)d huruf.") % {"n": SHORTEST_REASON}
    if recent_looks >= NIK_LOOKS_AN_HOUR:
        return _("Anda sudah membuka %(n)d NIK dalam satu jam. Coba lagi nanti.") % {"n": recent_looks}
    return None


def why_nik_is_refused(nik: str, *, provinces: Collection[str], on: date) -> tuple[str, str] | None:
    """Return the code and the sentence for a number that cannot be a NIK, as rosters judge it, or None."""
    parts = number.read(nik)
    if parts is None:
        return "nik_length", _(
            "NIK terdiri atas 16 angka; yang diisi %(length)d tanda. Orang yang dimaksud tidak dapat "
            "dipastikan. Periksa KTP, lalu isi 16 angka NIK."
        ) % {"length": len(nik)}
    if parts.province not in provinces:
        return "nik_unknown_province", _(
            "Dua angka pertama NIK bukan kode provinsi mana pun. Kemungkinan salah ketik. "
            "Periksa KTP, lalu perbaiki NIK."
        )
    if parts.serial == 0 or number.birth_date(nik, latest=on) is None:
        return "nik_invalid", _(
            "NIK memuat tanggal lahir atau nomor urut yang tidak mungkin. Periksa KTP, lalu perbaiki NIK."
        )
    return None


def why_no_nik_is_refused(nik: str, reason: str) -> tuple[str, str] | None:
    """Return the code and the sentence where somebody cannot be recorded without a NIK for this reason, or None."""
    if nik:
        return "nik_and_reason", _("Isi NIK, atau pilih alasan tanpa NIK: bukan keduanya.")
    if reason not in NoNikReason.values:
        return "no_nik_reason_unknown", _("Pilih alasan tanpa NIK dari daftar.")
    return None


def namesake_cautions(others: int) -> list[str]:
    """Return what to look after where others of the same name and birthday are on record."""
    if not others:
        return []
    return [
        _(
            "Sudah ada %(n)d orang lain dengan nama dan tanggal lahir yang sama. Tanpa NIK, Titian tidak dapat "
            "memastikan apakah orangnya sama; periksa, dan lengkapi NIK-nya begitu diketahui."
        )
        % {"n": others}
    ]


def why_identity_disagrees(nik: str, *, born: date, sex: str) -> tuple[str, str] | None:
    """Return the code and the sentence where NIK, birth date and sex cannot all be right, or None."""
    if not number.agrees_with_birth_date(nik, born):
        return "birth_date_disagrees_with_nik", _(
            "Tanggal lahir tidak sesuai dengan NIK. Salah satunya keliru. "
            "Periksa KTP, lalu perbaiki yang salah."
        )
    if not number.agrees_with_sex(nik, sex):
        return "sex_disagrees_with_nik", _(
            "Jenis kelamin tidak sesuai dengan NIK (tanggal perempuan ditambah 40). "
            "Periksa KTP, lalu perbaiki yang salah."
        )
    return None


def why_known_person_is_refused(*, name_agrees: bool) -> tuple[str, str] | None:
    """Return the code and the sentence where a NIK on record belongs to another name, or None."""
    if name_agrees:
        return None
    return "name_disagrees_with_known_nik", _(
        "NIK ini sudah tercatat atas nama lain, dan satu NIK hanya milik satu orang. "
        "Periksa angka NIK dan nama pada KTP; bila keduanya benar, hubungi petugas dinas."
    )


def age_on(born: date, on: date) -> int:
    """Return the completed years of life."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def is_under_age(born: date, on: date) -> bool:
    """A child needs a guardian's consent (UU 27/2022 article 25)."""
    return age_on(born, on) < FULL_AGE


def reporting_days(issued_on: date) -> list[date]:
    """Return the four days by which the holder of a card reports, six months apart; the last ends the card."""
    days = []
    for box in range(1, REPORTING_BOXES + 1):
        months = issued_on.month - 1 + box * MONTHS_BETWEEN_BOXES
        year, month = issued_on.year + months // 12, months % 12 + 1
        first_of_next = date(year + month // 12, month % 12 + 1, 1)
        days.append(
            min(date(year, month, 1) + timedelta(days=issued_on.day - 1), first_of_next - timedelta(days=1))
        )
    return days


def why_no_card(person: Person, latest: JobSeekerCard | None, *, on: date) -> str | None:
    """Return why no job-seeker card is issued, or None; `latest` is a card still in force."""
    if age_on(person.birth_date, on) < LEAST_AGE:
        return _("Pencari kerja berumur paling sedikit %(n)d tahun.") % {"n": LEAST_AGE}
    if latest is not None:
        return _("Orang ini masih mempunyai kartu nomor %(number)d yang berlaku.") % {"number": latest.number}
    return None


def why_not_merged(kept: Person, joined: Person, *, reason: str) -> str | None:
    """Return why two records stay two, or None."""
    if kept.pk == joined.pk:
        return _("Pilih dua catatan yang berbeda.")
    if kept.merged_into_id or joined.merged_into_id:
        return _("Salah satu catatan sudah digabung.")
    if kept.nik_hash is not None and joined.nik_hash is not None:
        return _("Kedua catatan mempunyai NIK yang berbeda, jadi bukan satu orang.")
    if kept.user_id and joined.user_id:
        return _("Kedua catatan mempunyai akun. Tutup salah satunya lebih dahulu.")
    if len(reason.strip()) < SHORTEST_REASON:
        return _("Tulis alasan, paling sedikit %(n)d huruf.") % {"n": SHORTEST_REASON}
    return None
