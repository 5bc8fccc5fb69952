"""The cells of a workbook, read by a process of its own within limits of time and memory.

The library that reads them never ends with some files that were cut short, and dies of others: only that process does.
"""

from __future__ import annotations

import datetime
import os
import pickle  # nosec B403: what is sent is read by _Cells, which lets cells in and nothing else
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Literal, NamedTuple, cast

Cell = str | float | int | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta
Why = Literal["locked", "broken", "too large", "too slow"]

SECONDS = 30  # of one processor; 100,000 rows take two
MEMORY = 1024**3  # bytes of address space; 100,000 rows take a third
_READER = Path(__file__).with_name("workbook_reader.py")
# The library ends itself where it is given no more memory; who used up its time is killed.
_DIED_OF: dict[int, Why] = {-signal.SIGABRT: "too large", -signal.SIGKILL: "too slow"}
_TIMES = frozenset({"date", "datetime", "time", "timedelta"})


class Sheet(NamedTuple):
    """One sheet; `rows` begin at A1, and are none where it is no table of cells."""

    name: str
    hidden: bool
    is_table: bool
    rows: list[list[Cell]]


class UnreadableWorkbook(Exception):
    """A file that cannot be read as a workbook, and why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def sheets_of(content: bytes) -> Iterator[Sheet]:
    """Read .xlsx, .xlsm, .xls or .ods sheet by sheet, the next while this one is worked on.

    Raises `UnreadableWorkbook`.
    """
    # Nothing of the environment, where keys and passwords may stand, but what a shared library needs.
    needed = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    command = [sys.executable, "-I", str(_READER), str(SECONDS), str(MEMORY)]
    with subprocess.Popen(
        command, env=needed, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as reader:
        try:
            with suppress(BrokenPipeError), cast("IO[bytes]", reader.stdin) as given:
                given.write(content)
            while isinstance(told := _told(cast("IO[bytes]", reader.stdout)), tuple):
                yield Sheet(*told)
            if told == "died":
                told = _DIED_OF.get(reader.wait(), "broken")
            if told != "end":
                raise UnreadableWorkbook(cast("Why", told))
        finally:
            reader.kill()


def _told(answers: IO[bytes]) -> Any:
    """Return the next sheet, 'end', why there is none, or 'died'."""
    try:
        return _Cells(answers).load()
    except (EOFError, pickle.UnpicklingError):
        return "died"


class _Cells(pickle.Unpickler):
    """Lists, texts, numbers and times, whatever a reader that a file has taken over would send."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime" and name in _TIMES:
            return getattr(datetime, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no cell")
