"""A page for the head of each regency. It leaves the house, so small numbers are told in words.

Fewer than five people of anything are never counted out, nor is what would leave fewer than five: shares are
whole per cent, shown only where at least five people are in them and at least five are not; what a share is of
is rounded to five unless it is everybody; small kinds of work stand together.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from titian.core import formats
from titian.evaluation.document import Counts, Evaluation, Figure, RegencyCount, Slice
from titian.evaluation.outputs import wording
from titian.evaluation.outputs.compared import against_whole
from titian.evaluation.outputs.pdf import typeset
from titian.evaluation.outputs.standing import DRAFT, Standing
from titian.evaluation.queries.report_cards import Local

FEWEST = 5
TOLD = (
    "women", "disability", "covered", "passed", "competent",
    "status_working", "placed_6_graduates", "placed_12_graduates",
)  # fmt: skip
NOTHING_HELD = Local(0, 0)


def write_report_cards(evaluation: Evaluation, local: dict[str, Local], standing: Standing = DRAFT) -> bytes:
    """Return one document with a page for each supervised regency."""
    return typeset(cards_data(evaluation, local, standing), "report_cards.typ")


def cards_data(evaluation: Evaluation, local: dict[str, Local], standing: Standing = DRAFT) -> dict[str, Any]:
    head = evaluation.letterhead
    figures = {part.code: part for part in evaluation.by_regency_figures}
    return {
        "language": (get_language() or "id")[:2],
        "title": _("Rapor kabupaten/kota tahun %(year)s") % {"year": evaluation.year},
        "letterhead": list(head.lines) if head else [evaluation.centre_name],
        "address": head.address if head else "",
        "centre": evaluation.centre_name,
        "as_of": _("Keadaan per %(day)s") % {"day": formats.day(evaluation.figures_on)},
        "footer": standing.footer,
        "fingerprint": standing.fingerprint,
        "watermark": standing.watermark,
        "heads": [_("Ukuran"), _("Kabupaten/kota ini"), _("Seluruh balai"), _("Dibanding seluruh balai")],
        "kinds_title": _("Peserta menjadi apa, menurut laporan lembaga"),
        "obstacles_title": _("Yang menghambat"),
        "note": _(
            "Agar tidak seorang pun dapat dikenali, kurang dari lima orang tidak pernah disebut angkanya: "
            "bagian hanya disebut bila sedikitnya lima orang termasuk dan lima orang tidak, dibulatkan ke persen "
            "utuh; penyebut yang bukan seluruh peserta dibulatkan ke kelipatan lima; jenis yang kecil digabung. "
            "“Tidak dapat dibedakan” berarti rentang 95 persen keduanya bersinggungan. "
            "Status kerja dilaporkan lembaga dan belum diverifikasi."
        ),
        "cards": [
            _card(evaluation, row, figures.get(row.code), local.get(row.code, NOTHING_HELD))
            for row in evaluation.by_regency
            if row.supervised
        ],
    }


def guarded_count(number: int) -> str:
    if number == 0:
        return _("tidak ada")
    return _("kurang dari lima") if number < FEWEST else wording.count(number)


def guarded(figure: Figure, people: int) -> str:
    """Return a share as it may leave the house."""
    if not figure.known or figure.value is None:
        return wording.state(figure)
    yes, of = figure.numerator or 0, figure.denominator or 0
    most = yes if figure.numerator_high is None else figure.numerator_high
    if of < FEWEST:
        return _("terlalu sedikit orang untuk disebut")
    base = _of(of, people)
    if yes == most and yes in (0, of):
        words = _("tidak seorang pun, %(base)s") if yes == 0 else _("semuanya, %(base)s")
        return words % {"base": base}
    if yes < FEWEST:
        return _("kurang dari lima orang, %(base)s") % {"base": base}
    if of - most < FEWEST:
        return _("hampir semua, %(base)s") % {"base": base}
    if of < wording.FEW:
        return f"{wording.bounds(figure.low, figure.high)}, {base}"
    part = formats.percent(figure.value, 0)
    if figure.value_high is not None:
        part = wording.bounds(figure.value, figure.value_high)
    return f"{part}, {base}"


def guarded_kinds(counts: Counts) -> list[list[str]]:
    """Return people by what became of them; kinds too small to stand alone stand together."""
    kinds = [
        (_("buruh/karyawan"), counts.job_employee),
        (_("usaha sendiri"), counts.job_own_account),
        (_("pekerja bebas"), counts.job_casual),
        (_("pekerja keluarga"), counts.job_unpaid_family),
        (_("belum bekerja"), counts.job_none),
        (_("belum didata"), counts.unknown_status),
    ]
    shown = sorted(((n, name) for name, n in kinds if n), reverse=True)
    small = [kind for kind in shown if kind[0] < FEWEST]
    large = [kind for kind in shown if kind[0] >= FEWEST]
    while small and sum(n for n, _name in small) < FEWEST and large:
        small.insert(0, large.pop())
    lines = [[name, wording.count(n)] for n, name in large]
    if small:
        together = sum(n for n, _name in small)
        lines.append([_(" atau ").join(name for _n, name in small), guarded_count(together)])
    return lines


def _of(of: int, people: int) -> str:
    if of == people:
        return _("dari %(n)s") % {"n": wording.count(of)}
    return _("dari sekitar %(n)s") % {"n": wording.count(FEWEST * round(of / FEWEST))}


def _card(evaluation: Evaluation, row: RegencyCount, part: Slice | None, local: Local) -> dict[str, Any]:
    enough = part is not None and row.people >= FEWEST
    return {
        "name": row.name,
        "people": _("Peserta yang berdomisili di sini: %(n)s.") % {"n": guarded_count(row.people)},
        "classes": _("Paket yang diselenggarakan di sini: %(n)s.") % {"n": formats.number(local.classes)},
        "too_few": "" if enough else _("Terlalu sedikit peserta untuk dirinci."),
        "rows": _rows(evaluation, part) if part is not None and enough else [],
        "kinds": guarded_kinds(part.counts) if part is not None and enough else [],
        "obstacles": [
            _(
                "Baris daftar peserta yang ditahan pada paket di sini: %(n)s. "
                "Orangnya belum tercatat dan tidak masuk angka."
            )
            % {"n": guarded_count(local.held)}
        ],
    }  # fmt: skip


def _rows(evaluation: Evaluation, part: Slice) -> list[list[str]]:
    whole = {figure.code: figure for figure in evaluation.figures}
    here = {code: part.figure(code) for code in TOLD if code in part.codes}
    people, everyone = part.counts.people, evaluation.total.people
    return [
        [
            evaluation.definition(code).name,
            guarded(here[code], people),
            guarded(whole[code], everyone),
            _stands(here[code], whole[code]),
        ]
        for code in TOLD
        if code in here and code in whole
    ]


def _stands(here: Figure, whole: Figure) -> str:
    if (here.denominator or 0) < FEWEST:
        return "–"
    return against_whole(here, whole) or "–"
