from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import StringIO

from rich.console import Console

from factories.evaluation import example_evaluation
from titian.evaluation.document import Evaluation
from titian.evaluation.outputs.terminal import write_table


def printed(evaluation: Evaluation) -> str:
    console = Console(file=StringIO(), width=140)
    console.print(write_table(evaluation))
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_the_terminal_shows_the_totals_and_the_day() -> None:
    text = printed(example_evaluation(as_of=date(2022, 12, 21)))
    assert "Evaluasi BPVP Banyuwangi tahun 2022, keadaan per 21 Desember 2022" in text
    for number in ("880", "182", "80", "2.128", "3.270", "3.177"):
        assert number in text
    assert "belum dapat dihitung" in text
    assert "dilaporkan lembaga, belum diverifikasi" in text


def test_brackets_in_a_name_are_not_taken_for_colours() -> None:
    evaluation = example_evaluation()
    row = replace(evaluation.by_regency[0], name="[red]Banyuwangi[/red]")
    assert "[red]Banyuwangi[/red]" in printed(replace(evaluation, by_regency=(row,)))
