"""Judgements on sheets; those on rows are made on whole columns, in `reading` and in `actions.judge`."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from titian.rosters.models import LoadedSheet

# Verdicts that other records decide: the same file may be judged otherwise another day.
DATABASE_CODES = frozenset(
    {
        "name_disagrees_with_known_nik",
        "certificate_number_taken",
        "competency_number_taken",
        "package_taken",
        "package_repeated",
    }
)

DATABASE_WARNINGS = frozenset({"member_number_taken", "classes_overlap"})


# Without these a sheet names no class, so nobody on it can be enrolled: the sheet's problem holds each row.
BLOCKING = {
    "package_missing": "package_missing",
    "dates_missing": "class_dates_missing",
    "programme_missing": "programme_missing",
}


# What a title block lacked, or cannot have meant, by the problem of its sheet.
CLASS_FAULTS = frozenset((*BLOCKING, "dates_out_of_order"))


def class_faults(sheet: LoadedSheet) -> list[str]:
    """Return the problems of a sheet's title that hold all its rows and can be put right for all of them at once."""
    return [] if sheet.partial else [p["code"] for p in sheet.problems if p["code"] in CLASS_FAULTS]


def why_title_is_refused(
    *, starts_on: date, ends_on: date, year: int, package: str, taken_by: str, taken: bool
) -> str | None:
    """Return why a class cannot be titled so, None if it can. `taken_by`: another programme of that code."""
    if ends_on < starts_on:
        return _("Tanggal selesai mendahului tanggal mulai. Periksa keduanya.")
    if abs(starts_on.year - year) > 1:
        return _("Tanggal mulai %(year)d jauh dari tahun muatan ini, %(load)d. Periksa tahunnya.") % {
            "year": starts_on.year, "load": year,
        }  # fmt: skip
    if taken_by:
        return _("Kode paket %(code)s sudah dipakai untuk %(programme)s. Satu kode hanya untuk satu paket.") % {
            "code": package, "programme": taken_by,
        }  # fmt: skip
    if taken:
        return _(
            "Kode paket %(code)s sudah dipakai lembar lain di balai dan tahun yang sama. Satu kode hanya untuk "
            "satu paket; periksa kodenya."
        ) % {"code": package}
    return None


def why_centre_hands_in(centre: str, guide: str | None) -> str:
    """Return why rosters of this centre are loaded by another one, and by which."""
    if guide is None:
        return _(
            "%(centre)s bukan balai penanggung jawab, dan balai pembinanya belum tercatat. Minta dinas atau balai "
            "mencatat pembinanya; sesudah itu daftar peserta dikirim kepada balai pembina itu."
        ) % {"centre": centre}
    return _(
        "%(centre)s bukan balai penanggung jawab: daftar pesertanya dikirim kepada %(guide)s, yang memuatnya. "
        "Pakai Kirim daftar peserta."
    ) % {"centre": centre, "guide": guide}


def sheet_codes(sheet: LoadedSheet) -> list[str]:
    """Return why no row of the sheet can be carried out."""
    told = {problem["code"] for problem in sheet.problems}
    return [code for problem, code in BLOCKING.items() if problem in told]
