"""A page a regency: small numbers in words, comparisons by intervals."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from django.utils import translation
from pypdf import PdfReader

from factories.evaluation import counts, example_evaluation
from titian.evaluation.document import Figure
from titian.evaluation.outputs.report_cards import guarded, guarded_count, guarded_kinds, write_report_cards
from titian.evaluation.queries.figures import Parts, shares_of
from titian.evaluation.queries.report_cards import Local


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


def share(yes: int, of: int) -> Figure:
    (figure,) = shares_of(["passed"], Parts(*(np.array([count]) for count in (yes, yes, of, 0, 0))))
    return figure


@pytest.mark.parametrize(
    ("number", "said"), [(0, "tidak ada"), (1, "kurang dari lima"), (4, "kurang dari lima"), (5, "5")]
)
def test_fewer_than_five_are_told_in_words(number: int, said: str) -> None:
    assert guarded_count(number) == said


@pytest.mark.parametrize(
    ("yes", "of", "people", "said"),
    [
        (2, 4, 40, "terlalu sedikit orang untuk disebut"),
        (0, 40, 40, "tidak seorang pun, dari 40"),
        (40, 40, 40, "semuanya, dari 40"),
        (3, 40, 40, "kurang dari lima orang, dari 40"),
        (37, 40, 40, "hampir semua, dari 40"),
        (22, 43, 45, "51 %, dari sekitar 45"),
        (10, 20, 20, "30–70 %, dari 20"),
    ],
)
def test_a_share_counts_out_neither_the_few_in_it_nor_the_few_outside(
    yes: int, of: int, people: int, said: str
) -> None:
    assert guarded(share(yes, of), people) == said


def test_small_kinds_of_work_stand_together_so_that_no_rest_tells_them() -> None:
    told = counts("x", "X", 2, 40, job_employee=20, job_own_account=11, job_casual=7, job_none=2)
    assert guarded_kinds(told) == [
        ["buruh/karyawan", "20"], ["usaha sendiri", "11"], ["pekerja bebas atau belum bekerja", "9"],
    ]  # fmt: skip


def test_there_is_a_page_a_supervised_regency_and_no_other() -> None:
    evaluation = example_evaluation()
    local = {row.code: Local(3, 2) for row in evaluation.by_regency}
    pages = PdfReader(BytesIO(write_report_cards(evaluation, local))).pages
    assert len(pages) == len(evaluation.by_regency) == 6
    for page, row in zip(pages, evaluation.by_regency, strict=True):
        text = " ".join(page.extract_text().split())
        assert row.name in text
        assert "Paket yang diselenggarakan di sini: 3." in text
        assert "pada paket di sini: kurang dari lima." in text
        assert "Keadaan per 21 November 2026" in text
        assert "tidak dapat dibedakan" in text


def test_a_regency_with_a_handful_of_people_is_not_detailed() -> None:
    evaluation = example_evaluation()
    first = replace(evaluation.by_regency[0], people=3)
    small = replace(evaluation, by_regency=(first,))
    text = " ".join(PdfReader(BytesIO(write_report_cards(small, {}))).pages[0].extract_text().split())
    assert "berdomisili di sini: kurang dari lima." in text
    assert "Terlalu sedikit peserta untuk dirinci." in text
    assert "Kelulusan" not in text
