"""Judgements about a stated result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _


class Result(NamedTuple):
    """What is known of how one participation ended; None and '' are not known."""

    passed: bool | None = None
    certificate_number: str = ""
    competent: bool | None = None
    competency_number: str = ""
    member_number: str = ""


Why = tuple[str, str]  # the field to correct, and the sentence


def why_result_is_refused(result: Result) -> Why | None:
    """Return what does not fit together in one statement, or None."""
    if result.certificate_number and not result.passed:
        return "certificate_number", _(
            "Sertifikat pelatihan hanya untuk peserta yang lulus. Pilih “lulus”, atau kosongkan nomornya."
        )
    if result.competency_number and not result.competent:
        return "competency_number", _(
            "Sertifikat kompetensi hanya untuk peserta yang kompeten. Pilih “kompeten (K)”, atau kosongkan "
            "nomornya."
        )
    return None


def numbers_refused(
    wanted: Mapping[int, str], known: Mapping[int, str], taken: Mapping[str, int], *, field: str
) -> dict[int, Why]:
    """Return the enrolments whose wanted number somebody else has or wants too.

    `known`: the numbers on record of the enrolments stated now, which they give back before others take them.
    """
    first: dict[str, int] = {}
    refused: dict[int, Why] = {}
    for enrolment, number in wanted.items():
        holder = taken.get(number)
        gives_back = holder is not None and holder in wanted and wanted[holder] != known.get(holder, "")
        if not number or holder == enrolment:
            continue
        if (holder is not None and not gives_back) or first.setdefault(number, enrolment) != enrolment:
            refused[enrolment] = (
                field,
                _(
                    "Nomor ini sudah dipakai peserta lain, dan satu nomor hanya untuk satu orang. "
                    "Periksa nomor pada sertifikatnya."
                ),
            )
    return refused
