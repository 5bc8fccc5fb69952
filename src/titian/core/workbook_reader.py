"""Reads a workbook from stdin and writes its sheets to stdout; started by `titian.core.workbooks` alone."""

from __future__ import annotations

import io
import pickle  # nosec B403: it only writes
import resource
import sys

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum


def main(seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        for index, sheet in enumerate(workbook.sheets_metadata):
            is_table = sheet.typ == SheetTypeEnum.WorkSheet
            rows = workbook.get_sheet_by_index(index).to_python(skip_empty_area=False) if is_table else []
            tell((sheet.name, sheet.visible != SheetVisibleEnum.Visible, is_table, rows))
        tell("end" if workbook.sheet_names else "broken")
    except PasswordError:
        tell("locked")
    except MemoryError:
        tell("too large")
    except BaseException:  # noqa: BLE001 - a panic of the library is no Exception
        tell("broken")


def tell(what: object) -> None:
    pickle.dump(what, sys.stdout.buffer, protocol=5)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
