"""Roster files into typed rows with verdicts."""

from titian.rosters.reading.report import (
    Problem,
    SheetRead,
    SkippedSheet,
    TitleBlock,
    UnknownHeading,
    WorkbookRead,
)
from titian.rosters.reading.vocabulary import Vocabulary
from titian.rosters.reading.workbook import FIELDS, ROW_SCHEMA, read_workbook

__all__ = [
    "FIELDS",
    "ROW_SCHEMA",
    "Problem",
    "SheetRead",
    "SkippedSheet",
    "TitleBlock",
    "UnknownHeading",
    "Vocabulary",
    "WorkbookRead",
    "read_workbook",
]
