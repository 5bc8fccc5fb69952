from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader

from factories.evaluation import example_evaluation
from titian.evaluation.document import Evaluation
from titian.evaluation.outputs.part import part_of
from titian.evaluation.outputs.pdf import write_pdf


def pages(evaluation: Evaluation) -> list[str]:
    read = PdfReader(BytesIO(write_pdf(evaluation)))
    return [" ".join(page.extract_text().split()) for page in read.pages]


@pytest.fixture(scope="module")
def printed() -> list[str]:
    return pages(example_evaluation(as_of=date(2022, 12, 21)))


def test_the_first_page_is_a_letter_with_numbers_as_they_are_written_here(printed: list[str]) -> None:
    first = printed[0]
    for words in (
        "BALAI PELATIHAN VOKASI DAN PRODUKTIVITAS BANYUWANGI",
        "Kedungrejo, Kecamatan Muncar",
        "Evaluasi pelatihan vokasi tahun 2022",
        "Keadaan per tanggal 21 Desember 2022",
        "Angka dibaca pada 21 November 2026",
        "3.270 kursi, 3.177 orang",
        "Belum diterbitkan",
    ):
        assert words in first


def test_table_a_stands_on_a_page_across(printed: list[str]) -> None:
    read = PdfReader(BytesIO(write_pdf(example_evaluation())))
    across = [place for place, page in enumerate(read.pages) if page.mediabox.width > page.mediabox.height]
    assert across[0] == 1
    assert "Tabel A. Target, realisasi, hasil, dan anggaran" in printed[1]
    assert "98,18 %" in printed[1]
    assert "2.128" in printed[1]


def test_it_is_signed_with_place_day_post_name_and_number(printed: list[str]) -> None:
    text = " ".join(printed)
    assert (
        "Banyuwangi, 21 November 2026 Kepala BPVP Banyuwangi Dra. Contoh Pejabat, M.M. NIP 197001011995031001"
        in text
    )


def test_the_signature_is_never_alone_on_a_page(printed: list[str]) -> None:
    (signed,) = [page for page in printed if "NIP 197001011995031001" in page]
    assert "Perjanjian" in signed


def test_pages_are_counted(printed: list[str]) -> None:
    assert f"Halaman 1 dari {len(printed)}" in printed[0]


def test_the_same_evaluation_gives_the_same_bytes() -> None:
    assert write_pdf(example_evaluation()) == write_pdf(example_evaluation())


def test_it_carries_a_title_and_tags_for_those_who_listen() -> None:
    read = PdfReader(BytesIO(write_pdf(example_evaluation())))
    assert read.metadata is not None
    assert read.metadata.title == "Evaluasi pelatihan vokasi tahun 2022, BPVP Banyuwangi"
    assert "/StructTreeRoot" in read.trailer["/Root"]


def test_what_typst_would_take_for_code_is_printed_as_it_is() -> None:
    evaluation = example_evaluation()
    row = replace(evaluation.programmes[0], name="#panic() $x$ *a* \\ @b <c>")
    text = " ".join(pages(replace(evaluation, programmes=(row,))))
    assert "#panic() $x$ *a* \\ @b <c>" in text


def test_it_can_be_set_in_english() -> None:
    with translation.override("en"):
        assert "3,270" in pages(example_evaluation())[0]


def test_without_a_letterhead_the_centre_is_named_and_nobody_signs() -> None:
    text = " ".join(pages(replace(example_evaluation(), letterhead=None)))
    assert "BPVP Banyuwangi" in text
    assert "NIP" not in text


def test_a_part_is_printed_without_targets() -> None:
    text = " ".join(pages(part_of(example_evaluation(), ("Kabupaten Jember",))))
    assert "Anda membaca hanya peserta yang berdomisili di Kabupaten Jember." in text
    assert "Tabel A" not in text
