"""The mark of a download leaves what a sheet says below its pages."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import xlsxwriter

from titian.core.watermark import LONGEST_FOOT, marked

MARK = "Diunduh petugas.banyuwangi, 26 November 2026 pukul 10.33 WIB"


def foot_of(former: str):
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet().set_footer(former)
    sheet = openpyxl.load_workbook(BytesIO(marked(made.getvalue(), "xlsx", MARK))).active
    return [part.text for part in (sheet.oddFooter.left, sheet.oddFooter.center, sheet.oddFooter.right)]


def test_standing_and_page_number_stay_beside_the_mark() -> None:
    left, middle, right = foot_of("&LBPVP Banyuwangi&CRancangan versi 1, belum diterbitkan&R&P / &N")
    assert left == f"BPVP Banyuwangi\n{MARK}"
    assert middle == "Rancangan versi 1, belum diterbitkan"
    assert right == "&P / &N"


def test_a_long_name_gives_way_to_the_mark_and_the_standing_does_not() -> None:
    left, middle, _right = foot_of(f"&L{'panjang ' * 26}&CBelum diterbitkan&R&P / &N")
    assert (left, middle) == (MARK, "Belum diterbitkan")


def test_a_sheet_without_a_foot_gets_one() -> None:
    assert foot_of("") == [MARK, None, None]
    assert len(MARK) < LONGEST_FOOT
