"""A comparison in words and tables; page, spreadsheet, paper and JSON tell the same."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from titian.evaluation.document import Definition, Figure, Tile, Unit
from titian.evaluation.outputs import wording
from titian.evaluation.outputs.charts.tiles import share_drawn, share_map
from titian.evaluation.outputs.grid import Cell, Column, Grid, Kind
from titian.evaluation.outputs.tables.people import interval_note
from titian.evaluation.queries.compare import Comparison, Line

TILES_A_ROW = 6


def answer(comparison: Comparison, code: str) -> str:
    """Return the title of a figure: what the comparison says, or that it says nothing."""
    name = _definition(comparison, code).name
    told = [
        (line, figure)
        for line, figure in _figures(comparison, code)
        if line.code and figure.value is not None
    ]
    if len(told) < 2:
        return _("%(figure)s: belum cukup banyak yang dapat dibandingkan") % {"figure": name}
    low, high = min(told, key=_height), max(told, key=_height)
    words = {
        "figure": name,
        "high": high[0].name,
        "most": wording.reading(high[1]).main,
        "low": low[0].name,
        "least": wording.reading(low[1]).main,
    }
    if low[1].value == high[1].value:
        return _("%(figure)s: semuanya sama, %(most)s") % words
    if high[1].low is None or low[1].high is None:
        return _("%(figure)s: terbanyak %(high)s (%(most)s), paling sedikit %(low)s (%(least)s)") % words
    if high[1].low > low[1].high:
        return _("%(figure)s: tertinggi %(high)s (%(most)s), terendah %(low)s (%(least)s)") % words
    return _("%(figure)s: perbedaannya tidak dapat dipastikan, rentangnya bersinggungan") % words


def against_whole(figure: Figure, whole: Figure) -> str:
    """Return where a share stands to that of all together, by their intervals; '' where it has none."""
    if figure.low is None or figure.high is None or whole.low is None or whole.high is None:
        return ""
    if figure.low > whole.high:
        return _("lebih tinggi")
    if figure.high < whole.low:
        return _("lebih rendah")
    return _("tidak dapat dibedakan")


def grid(comparison: Comparison) -> Grid:
    """Return one table: a row each value, a column each figure."""
    return Grid(
        key="banding",
        caption=title(comparison),
        columns=(
            Column(str(comparison.asked.rows.title), width=32),
            Column(_("Peserta"), Kind.COUNT),
            *(Column(definition.name, Kind.FIGURE, 20) for definition in _in_order(comparison)),
        ),
        rows=tuple(_row(line) for line in comparison.lines),
        total=_row(comparison.whole) if comparison.whole else None,
        notes=(interval_note(), *(f"{row.name}: {row.source}." for row in _in_order(comparison))),
        empty=_("Tidak ada peserta yang cocok dengan saringan ini."),
    )


def title(comparison: Comparison) -> str:
    return _("Banding menurut %(rows)s: %(figures)s") % {
        "rows": str(comparison.asked.rows.title).lower(),
        "figures": "; ".join(row.name for row in _in_order(comparison)),
    }


def counted(comparison: Comparison) -> str:
    people = comparison.whole.people if comparison.whole else 0
    return ngettext("%(n)s peserta dihitung.", "%(n)s peserta dihitung.", people) % {
        "n": wording.count(people)
    }


def as_data(comparison: Comparison, *, about: dict[str, Any]) -> dict[str, Any]:
    """Return the comparison for machines."""
    asked = comparison.asked
    return {
        **about,
        "rows": asked.rows.word,
        "centres": list(asked.centres),
        "years": list(asked.years),
        "kept": {dimension: list(values) for dimension, values in asked.kept},
        "as_of": asked.on.isoformat(),
        "lines": [_line_data(line) for line in comparison.lines],
        "whole": _line_data(comparison.whole) if comparison.whole else None,
        "definitions": [asdict(row) for row in comparison.definitions],
    }


def _line_data(line: Line) -> dict[str, Any]:
    return {
        "code": line.code or "unknown",
        "name": line.name,
        "people": line.people,
        "figures": {figure.code: figure._asdict() for figure in line.figures},
    }


def _row(line: Line) -> tuple[Cell, ...]:
    return (line.name, line.people, *line.figures)


def _height(told: tuple[Line, Figure]) -> float:
    return told[1].value or 0


def _figures(comparison: Comparison, code: str) -> list[tuple[Line, Figure]]:
    place = comparison.asked.codes.index(code)
    return [(line, line.figures[place]) for line in comparison.lines]


def _in_order(comparison: Comparison) -> list[Definition]:
    return [_definition(comparison, code) for code in comparison.asked.codes]


def _definition(comparison: Comparison, code: str) -> Definition:
    return next(row for row in comparison.definitions if row.code == code)


def map_of(comparison: Comparison, place: int) -> Markup | None:
    """Draw a share by regency under the question it answers; None where there is nothing to place."""
    code = comparison.asked.codes[place]
    lines = [line for line in comparison.lines if line.code]
    if (
        comparison.asked.rows.dimension != "regency"
        or not lines
        or lines[0].figures[place].unit is not Unit.SHARE
    ):
        return None
    name = next(row.name for row in comparison.definitions if row.code == code)
    tiles = tuple(
        Tile(
            line.code, line.name, line.name.removeprefix("Kabupaten "), number % TILES_A_ROW,
            number // TILES_A_ROW, line.people, line.figures[place],
        )
        for number, line in enumerate(lines)
    )  # fmt: skip
    if not any(share_drawn(tile) is not None for tile in tiles):
        return None
    question = _("%(figure)s: di kabupaten/kota mana tinggi, di mana rendah?") % {"figure": name}
    return share_map(f"peta-{code}", question, tiles)
