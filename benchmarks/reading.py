"""A year's workbooks read, understood and judged row by row, against a bare read of the same cells."""

from __future__ import annotations

import time
from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks.measuring import paired
from benchmarks.report import Figure, Report
from titian.rosters.reading.vocabulary import Vocabulary
from titian.rosters.reading.workbook import read_workbook

LIBRARIES = ("python-calamine",)
FILES = sorted((Path(__file__).parents[1] / "examples" / "rosters-2022").glob("*.xlsx"))
RUNS = {"small": 3, "full": 15}


def run(size: str) -> Report:
    rows = ours()
    pair = paired(ours, bare, runs=RUNS[size], clock=time.process_time)
    figure = Figure(
        "nine workbooks read and judged", pair.ours, "a bare calamine read of the same files", pair.peer,
        "the same bare read", pair.peer, statistic=f"median CPU seconds of {RUNS[size]} paired runs",
        more={"median_of_ratios": pair.ratio, "rows_per_second": round(rows / pair.ours)},
    )  # fmt: skip
    return Report(
        "How long does a year's workbooks take to read and judge?",
        {"files": len(FILES), "rows": rows},
        (figure,),
    )


def bare() -> int:
    rows = 0
    for file in FILES:
        workbook = CalamineWorkbook.from_path(str(file))
        rows += sum(len(workbook.get_sheet_by_name(name).to_python()) for name in workbook.sheet_names)
    return rows


def ours() -> int:
    words = Vocabulary.from_files()
    return sum(read_workbook(file, words, year=2022).rows.height for file in FILES)
