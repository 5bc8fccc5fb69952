"""A year's workbooks read, understood and judged row by row, against a bare read of the same cells."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from python_calamine import CalamineWorkbook

from titian.rosters.reading.vocabulary import Vocabulary
from titian.rosters.reading.workbook import read_workbook

FILES = sorted((Path(__file__).parents[1] / "examples" / "rosters-2022").glob("*.xlsx"))
PAIRS = 5


def bare() -> int:
    rows = 0
    for file in FILES:
        workbook = CalamineWorkbook.from_path(str(file))
        rows += sum(len(workbook.get_sheet_by_name(name).to_python()) for name in workbook.sheet_names)
    return rows


def ours() -> int:
    words = Vocabulary.from_files()
    return sum(read_workbook(file, words, year=2022).rows.height for file in FILES)


def seconds(work: Callable[[], int]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    rows = ours()
    pairs = [(seconds(ours), seconds(bare)) for _pair in range(PAIRS)]
    print(
        json.dumps(
            {
                "files": len(FILES),
                "rows": rows,
                "cpu_seconds": round(statistics.median(mine for mine, _ in pairs), 3),
                "bare_calamine_cpu_seconds": round(statistics.median(peer for _, peer in pairs), 3),
                "ratio": round(statistics.median(mine / peer for mine, peer in pairs), 2),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
