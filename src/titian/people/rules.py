"""Judgements about a person's record."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from titian.people import nik as number
from titian.people.models import NoNik, Person

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
    if reason not in NoNik.values:
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
