"""A workbook is read by a process of its own: it ends, whatever the file, and hands over nothing but cells."""

from __future__ import annotations

import io
import os
import pickle
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest

from faults import malformed
from titian.core import workbooks
from titian.core.workbooks import UnreadableWorkbook, sheets_of

SAMPLE = sorted(malformed.SAMPLE.glob("*.xlsx"))[0]


def why(content: bytes) -> str:
    with pytest.raises(UnreadableWorkbook) as refused:
        list(sheets_of(content))
    return refused.value.why


def test_sheets_come_in_their_order_with_their_cells() -> None:
    sheets = list(sheets_of(SAMPLE.read_bytes()))
    assert all(sheet.is_table and not sheet.hidden and sheet.rows for sheet in sheets)
    cells = {type(cell) for sheet in sheets for row in sheet.rows for cell in row}
    assert cells <= {str, float, int, bool, date}
    assert str in cells


def test_a_reader_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "SECONDS", 1)
    kind, (_suffix, content) = malformed.made(20261126, 9404)  # cut in the midst of a row
    assert kind == "xml_spoilt"
    started = time.monotonic()
    assert why(content) == "too slow"
    assert time.monotonic() - started < 60


def test_a_reader_that_wants_all_memory_gets_its_share() -> None:
    parts = malformed._parts(SAMPLE.read_bytes())
    far = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    parts[malformed._first_sheet(parts)] = malformed._OPEN + far + malformed._CLOSE
    assert why(malformed._packed(parts)) == "too large"


def test_what_is_no_workbook_is_broken() -> None:
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    assert [why(content) for content in (b"", b"PK\x03\x04", empty.getvalue(), b"Nama;NIK")] == ["broken"] * 4


def test_a_reader_taken_over_by_its_file_hands_over_cells_or_nothing() -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return os.system, ("true",)

    assert workbooks._told(io.BytesIO(pickle.dumps(("a", False, True, [[Evil()]])))) == "died"


def test_the_reader_knows_no_secret_of_its_parent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = tmp_path / "reader.py"
    told.write_text(
        "import os, pickle, sys; pickle.dump(('x', False, True, [sorted(os.environ)]), sys.stdout.buffer)"
    )
    monkeypatch.setattr(workbooks, "_READER", told)
    monkeypatch.setenv("DATABASE_URL", "postgresql://rahasia")
    sheet = next(sheets_of(b""))
    assert "DATABASE_URL" not in sheet.rows[0]
