"""Small rosters to read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.factories.rosters import HEADINGS, TITLE, person, save

from titian.rosters.reading.report import WorkbookRead
from titian.rosters.reading.vocabulary import Vocabulary
from titian.rosters.reading.workbook import read_workbook


@pytest.fixture(scope="session")
def words() -> Vocabulary:
    return Vocabulary.from_files()


@pytest.fixture
def read(tmp_path: Path, words: Vocabulary) -> Callable[..., WorkbookRead]:
    """Read lines as a workbook: read([...lines...], sheet=..., overrides=...)."""

    def reader(lines: list[list[Any]], *, sheet: str = "Lembar 1", **options: Any) -> WorkbookRead:
        more = options.pop("more", None)
        path = save(tmp_path / "daftar.xlsx", lines, sheet=sheet, more=more)
        return read_workbook(path, words, year=2022, **options)

    return reader


@pytest.fixture
def row(read: Callable[..., WorkbookRead]) -> Callable[..., dict[str, Any]]:
    """Read one person, changed in some cells, and return the typed row: row(NIK=...)."""

    def reader(cells: dict[str, Any] | None = None) -> dict[str, Any]:
        rows: pl.DataFrame = read([*TITLE, HEADINGS, person(**(cells or {}))]).rows
        assert rows.height == 1
        return rows.row(0, named=True)

    return reader
