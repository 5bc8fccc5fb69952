"""Judgements on sheets; those on rows are made on whole columns, in `reading` and in `actions.judge`."""

from __future__ import annotations

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


def why_centre_hands_in(centre: str, guide: str | None) -> str:
    """Return why rosters of this centre are loaded by another one, and by which."""
    if guide is None:
        return _(
            "%(centre)s bukan balai penanggung jawab, dan balai pembinanya belum tercatat. Minta dinas atau balai "
            "mencatat pembinanya; sesudah itu roster dikirim kepada balai pembina itu."
        ) % {"centre": centre}
    return _(
        "%(centre)s bukan balai penanggung jawab: rosternya dikirim kepada %(guide)s, yang memuatnya. "
        "Pakai Kirim roster."
    ) % {"centre": centre, "guide": guide}


def sheet_codes(sheet: LoadedSheet) -> list[str]:
    """Return why no row of the sheet can be carried out."""
    told = {problem["code"] for problem in sheet.problems}
    return [code for problem, code in BLOCKING.items() if problem in told]
