"""The printed evaluation as plain data: sections of words, tables and pictures for the typesetter."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from titian.evaluation.document import Evaluation
from titian.evaluation.outputs import wording
from titian.evaluation.outputs.charts.canvas import for_print
from titian.evaluation.outputs.grid import Column, Grid, left
from titian.evaluation.outputs.sections import Section, annexes_of, sections_of
from titian.evaluation.outputs.standing import DRAFT, Standing
from titian.evaluation.outputs.tables import people, promised


def document_data(evaluation: Evaluation, standing: Standing = DRAFT) -> dict[str, Any]:
    """Return everything the printed document shows, in the active language."""
    head = evaluation.letterhead
    return {
        "language": (get_language() or "id")[:2],
        "title": _("Evaluasi pelatihan vokasi tahun %(year)s") % {"year": evaluation.year},
        "centre": evaluation.centre_name,
        "letterhead": {
            "lines": list(head.lines) if head else [evaluation.centre_name],
            "address": head.address if head else "",
        },
        "facts": [
            [_("Balai penanggung jawab"), evaluation.centre_name],
            [_("Tahun anggaran"), str(evaluation.year)],
            [_("Keadaan per tanggal"), wording.day(evaluation.figures_on)],
            [_("Angka dibaca pada"), wording.day(evaluation.read_on)],
        ],
        "summary": summary(evaluation),
        "notes": list(evaluation.notes),
        "notes_title": _("Yang perlu diketahui saat membaca"),
        "sections": _sections(evaluation),
        "annexes": [_annex(section) for section in annexes_of(evaluation)],
        "signature": _signature(evaluation),
        "footer": standing.footer,
        "fingerprint": standing.fingerprint,
        "watermark": standing.watermark,
        "page": _("Halaman"),
        "page_of": _("dari"),
        "as_of": _("Keadaan per %(day)s") % {"day": wording.day(evaluation.figures_on)},
    }


def summary(evaluation: Evaluation) -> list[str]:
    """Return the sentences a reader takes home; enrolment and placement are never one sentence."""
    total = evaluation.total
    sentences = [
        _("%(packages)s paket, %(seats)s kursi, %(people)s orang (ada yang ikut lebih dari satu paket).")
        % {
            "packages": wording.count(total.packages),
            "seats": wording.count(evaluation.seats),
            "people": wording.count(evaluation.distinct_people),
        }
        if evaluation.seats != evaluation.distinct_people
        else _("%(packages)s paket diikuti %(people)s orang.")
        % {"packages": wording.count(total.packages), "people": wording.count(evaluation.distinct_people)},
        _("%(passed)s lulus, %(assessed)s diuji, %(competent)s kompeten, %(covered)s terlindungi.")
        % {
            "passed": wording.count(total.passed),
            "assessed": wording.count(total.assessed),
            "competent": wording.count(total.competent),
            "covered": wording.count(total.covered),
        },
    ]
    for figure in people.figures_of(
        evaluation, ("status_working", "placed_6_graduates", "placed_12_graduates")
    ):
        name = evaluation.definition(figure.code).name
        sentences.append(f"{name}: {wording.one_line(figure)}.")
    sentences.append(_("Semua angka tentang bekerja: dilaporkan lembaga, belum diverifikasi."))
    left_out = len(evaluation.held)
    if left_out:
        sentences.append(
            _("%(n)s baris daftar peserta ditahan sampai diperbaiki dan belum masuk angka mana pun.")
            % {"n": wording.count(left_out)}
        )
    return sentences


def _section(section: Section) -> dict[str, Any]:
    # The first page keeps the picture alone; its table stands on the wide page with table A.
    tables = [] if section.key == "target" else section.tables
    return {
        "title": section.title,
        "lead": section.lead,
        "wide": section.wide,
        "small": section.small,
        "pictures": [
            {"question": p.question, "note": p.note, "svg": for_print(p.svg), "alt": p.description}
            for p in (drawn.picture for drawn in section.drawn)
        ],
        "tables": [table_data(grid) for grid in tables],
    }


def _sections(evaluation: Evaluation) -> list[dict[str, Any]]:
    made = sections_of(evaluation)
    put = [_section(section) for section in made]
    for section, printed in zip(made, put, strict=True):
        if section.key == "tabel-a":
            printed["tables"].insert(0, table_data(promised.targets(evaluation)))
    return put


def _annex(section: Section) -> dict[str, Any]:
    return {**_section(section), "title": _("Lampiran: %(title)s") % {"title": section.title.lower()}}


def table_data(whole: Grid) -> dict[str, Any]:
    """Return a table as the typesetter takes it."""
    grid = whole.for_readers()

    def cells(lines: list[wording.Reading]) -> list[list[str]]:
        return [[line.main, line.detail] for line in lines]

    return {
        "key": grid.key,
        "caption": grid.caption,
        "head": [column.title for column in grid.columns],
        "number": [not left(column.kind) for column in grid.columns],
        "width": [_width(column) for column in grid.columns],
        "rows": [cells(line) for line in grid.lines],
        "total": cells(grid.line(grid.total)) if grid.total else [],
        "notes": list(grid.notes),
        "empty": grid.empty,
    }


def _width(column: Column) -> int:
    """Return a column's share of the line: heads over numbers stand right and do not break within a word."""
    longest = max(len(word) for word in column.title.split()) if column.title else 0
    return column.width if left(column.kind) else max(column.width, round(1.75 * longest))


def _signature(evaluation: Evaluation) -> dict[str, str] | None:
    head = evaluation.letterhead
    if head is None:
        return None
    return {
        "place_and_day": f"{head.place}, {wording.day(evaluation.read_on)}",
        "post": head.signatory_post,
        "name": head.signatory,
        "number": f"NIP {head.signatory_number}" if head.signatory_number else "",
    }
