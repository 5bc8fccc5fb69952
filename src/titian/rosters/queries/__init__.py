from titian.rosters.queries.loads import load_history, load_report
from titian.rosters.queries.notices import RowNotice, rows_held, rows_repeated
from titian.rosters.queries.repair import (
    class_info,
    held_rows_for_repair,
    origin_of,
    original_sheet,
    template_of,
)

__all__ = [
    "RowNotice",
    "class_info",
    "held_rows_for_repair",
    "load_history",
    "load_report",
    "origin_of",
    "original_sheet",
    "rows_held",
    "rows_repeated",
    "template_of",
]
