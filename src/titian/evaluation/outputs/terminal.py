"""The evaluation on a terminal: the few tables one asks for first."""

from __future__ import annotations

from django.utils.translation import gettext as _
from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from titian.evaluation.document import Evaluation
from titian.evaluation.outputs import wording
from titian.evaluation.outputs.document_data import summary
from titian.evaluation.outputs.grid import Grid, left
from titian.evaluation.outputs.tables import missing, people, promised, work


def write_table(evaluation: Evaluation) -> RenderableType:
    """Return what a console prints, in the active language."""
    title = _("Evaluasi %(centre)s tahun %(year)s, keadaan per %(day)s") % {
        "centre": evaluation.centre_name,
        "year": evaluation.year,
        "day": wording.day(evaluation.figures_on),
    }
    grids = [
        promised.targets(evaluation),
        people.channels(evaluation),
        work.statuses(evaluation),
        people.regencies(evaluation),
        missing.channels(evaluation),
    ]
    parts: list[RenderableType] = [
        Text(title, style="bold"),
        *(Text(f"- {line}") for line in summary(evaluation)),
    ]
    for grid in grids:
        parts += [Text(""), draw(grid.for_readers()), *(Text(note, style="dim") for note in grid.notes)]
    parts += [Text(""), _figures(evaluation), Text("")]
    parts += [Text(f"- {note}") for note in evaluation.notes]
    return Group(*parts)


def draw(grid: Grid) -> RenderableType:
    """Return one table; a text of a roster is never read as markup."""
    if not grid.rows:
        return Text(f"{grid.caption}: {grid.empty}")
    table = _table(grid.caption, show_footer=bool(grid.total))
    foot = [part.main for part in grid.line(grid.total)] if grid.total else [""] * len(grid.columns)
    for place, (column, last) in enumerate(zip(grid.columns, foot, strict=True)):
        table.add_column(
            Text(column.title),
            footer=Text(last),
            justify="left" if left(column.kind) else "right",
            no_wrap=place == 0,
            overflow="fold",
        )
    for line in grid.lines:
        table.add_row(*(Text(part.main) for part in line))
    return table


def _figures(evaluation: Evaluation) -> Table:
    table = _table(_("Semua angka"))
    table.add_column(Text(_("Ukuran")))
    table.add_column(Text(_("Nilai")), justify="right", no_wrap=True)
    table.add_column(Text(_("Dari apa")))
    for figure in evaluation.figures:
        read = wording.reading(figure)
        table.add_row(Text(evaluation.definition(figure.code).name), Text(read.main), Text(read.detail))
    return table


def _table(caption: str, *, show_footer: bool = False) -> Table:
    return Table(
        title=Text(caption),
        title_justify="left",
        title_style="bold",
        box=SIMPLE_HEAD,
        show_footer=show_footer,
    )
