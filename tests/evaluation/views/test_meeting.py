"""Slides and report cards as downloads."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from pptx import Presentation
from pypdf import PdfReader

from factories.network import member
from factories.participation import small_plan, small_year
from titian.evaluation.models import Publication
from titian.journal.models import Entry
from titian.network.models import Role

pytestmark = pytest.mark.django_db(databases=["default", "fold"])


@pytest.fixture
def year(db: None):
    made = small_year()
    small_plan(made)
    return made


@pytest.fixture
def head(year) -> Client:
    client = Client()
    client.force_login(member(Role.CENTRE_HEAD, year.centre))
    return client


@pytest.fixture
def address(year) -> str:
    return f"/evaluasi/{year.centre.pk}/2022/"


def test_slides_hold_the_counts_of_the_records(head: Client, address: str) -> None:
    slides = Presentation(BytesIO(head.get(f"{address}unduh.pptx").content)).slides
    assert len(slides) == 10
    (chart,) = [shape.chart for shape in slides[1].shapes if shape.has_chart]
    target, result = chart.plots[0].series
    told = dict(zip(chart.plots[0].categories, zip(target.values, result.values, strict=True), strict=True))
    assert told == {"Institusional": (4, 4), "BLK Komunitas": (3, 2)}


def test_report_cards_tell_no_small_number(head: Client, address: str) -> None:
    pages = PdfReader(BytesIO(head.get(f"{address}rapor.pdf").content)).pages
    assert len(pages) == 2
    for page in pages:
        text = " ".join(page.extract_text().split())
        assert "berdomisili di sini: kurang dari lima." in text
        assert "Terlalu sedikit peserta untuk dirinci." in text
        assert "RANCANGAN" in text


def test_both_can_be_made_of_a_version(year, head: Client, address: str) -> None:
    clerk = Client()
    clerk.force_login(member(Role.CENTRE_CLERK, year.centre))
    clerk.post(f"{address}terbitan/usulkan/")
    head.post(f"{address}terbitan/1/tanda-tangan/", {"sha256": Publication.objects.get().sha256})
    text = PdfReader(BytesIO(head.get(f"{address}rapor.pdf?versi=1").content)).pages[0].extract_text()
    assert "Terbitan versi 1" in text
    assert "RANCANGAN" not in text
    assert head.get(f"{address}unduh.pptx?versi=1").status_code == 200
    for wrong in ("2", "abc", "99999999999"):
        assert head.get(f"{address}rapor.pdf?versi={wrong}").status_code == 404


def test_who_took_them_away_is_noted(head: Client, address: str) -> None:
    head.get(f"{address}unduh.pptx")
    head.get(f"{address}rapor.pdf")
    told = Entry.objects.filter(verb="download_evaluation").order_by("pk")
    assert [entry.details["kind"] for entry in told] == ["pptx", "rapor"]
