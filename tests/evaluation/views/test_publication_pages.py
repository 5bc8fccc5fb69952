"""The screens by which a year's evaluation is put out."""

from __future__ import annotations

import hashlib
import re
from io import BytesIO

import pytest
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from factories.world import World
from titian.evaluation.frozen import thaw
from titian.evaluation.models import Publication, PublicTable
from titian.evaluation.outputs.slides import write_slides
from titian.evaluation.outputs.standing import Standing
from titian.evaluation.outputs.workbook import write_workbook
from titian.evaluation.states import PublicationState
from titian.journal.models import Entry
from titian.training.models import Enrolment

pytestmark = pytest.mark.django_db(databases=["default", "fold"])


def client_of(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.users[role])
    return client


@pytest.fixture
def clerk(world: World) -> Client:
    return client_of(world, "centre_clerk")


@pytest.fixture
def head(world: World) -> Client:
    return client_of(world, "centre_head")


@pytest.fixture
def address(world: World) -> str:
    return f"/evaluasi/{world.centre.pk}/2022/terbitan/"


@pytest.fixture
def proposal(clerk: Client, address: str) -> Publication:
    clerk.post(f"{address}usulkan/", {"note": "Siap dibaca."})
    return Publication.objects.get()


def test_a_clerk_proposes_and_the_head_signs(
    clerk: Client, head: Client, address: str, proposal: Publication
) -> None:
    page = head.get(f"{address}1/").content.decode()
    assert "Rancangan: belum ditandatangani" in page
    assert "Siap dibaca." in page
    assert "Tanda tangani dan terbitkan" in page
    answer = head.post(f"{address}1/tanda-tangan/", {"sha256": proposal.sha256}, follow=True)
    assert "Versi 1 terbit." in answer.content.decode()
    assert Publication.objects.get().state == "signed"
    assert PublicTable.objects.exists()
    assert proposal.sha256 in clerk.get(f"{address}1/").content.decode()


def test_a_clerk_is_offered_no_signature_and_cannot_sign(
    clerk: Client, address: str, proposal: Publication
) -> None:
    assert "Tanda tangani dan terbitkan" not in clerk.get(f"{address}1/").content.decode()
    for act in ("tanda-tangan", "kembalikan", "tarik"):
        assert clerk.post(f"{address}1/{act}/", {"sha256": proposal.sha256}).status_code == 403


def test_a_head_reads_why_an_own_proposal_waits_for_another(head: Client, address: str) -> None:
    head.post(f"{address}usulkan/")
    assert "Anda sendiri yang mengusulkan" in head.get(f"{address}1/").content.decode()
    answer = head.post(f"{address}1/tanda-tangan/", {"sha256": Publication.objects.get().sha256}, follow=True)
    assert "Dua orang harus bertanggung jawab" in answer.content.decode()
    assert Publication.objects.get().state == "proposed"


@pytest.mark.parametrize("role", ["other_clerk", "other_office", "citizen", "employer", "regency_office"])
def test_a_reader_without_the_whole_year_finds_no_version(
    world: World, address: str, proposal: Publication, role: str
) -> None:
    client = client_of(world, role)
    for name in ("", "unduh.pdf", "unduh.json"):
        assert client.get(f"{address}1/{name}").status_code == 404
    assert client.post(f"{address}1/tanda-tangan/").status_code == 404


def test_the_offices_of_a_served_region_read_what_was_signed_and_nothing_before(
    world: World, head: Client, address: str, proposal: Publication
) -> None:
    office = client_of(world, "regency_office")
    slides = f"/evaluasi/{world.centre.pk}/2022/unduh.pptx"
    assert office.get(f"{address}1/").status_code == 404
    assert office.get(f"{slides}?versi=1").status_code == 404
    head.post(f"{address}1/tanda-tangan/", {"sha256": proposal.sha256})
    page = office.get(f"{address}1/")
    assert page.status_code == 200
    assert "Perbedaan dengan hari ini" not in page.content.decode()
    assert "Rapor kabupaten/kota (PDF)" not in page.content.decode()
    for name in ("unduh.pdf", "unduh.json"):
        assert office.get(f"{address}1/{name}").status_code == 200
    assert office.get(f"{slides}?versi=1").status_code == 200
    for live in (slides, f"{slides}?versi=", f"/evaluasi/{world.centre.pk}/2022/rapor.pdf?versi=1"):
        assert office.get(live).status_code in (403, 404)
    for stranger in ("other_office", "other_clerk", "citizen"):
        assert client_of(world, stranger).get(f"{address}1/").status_code == 404


def test_the_second_wall_shows_a_served_office_signed_versions_alone(
    world: World, head: Client, address: str, proposal: Publication, acting_as
) -> None:
    with acting_as(world.users["regency_office"]):
        assert Publication.objects.count() == 0
    head.post(f"{address}1/tanda-tangan/", {"sha256": proposal.sha256})
    with acting_as(world.users["regency_office"]):
        assert Publication.objects.count() == 1
        assert Publication.objects.update(note="diubah") == 0
    with acting_as(world.users["other_office"]):
        assert Publication.objects.count() == 0


def test_sending_back_needs_a_reason_and_says_so_at_the_field(
    head: Client, address: str, proposal: Publication
) -> None:
    refused = head.post(f"{address}1/kembalikan/", {"reason": ""})
    assert refused.status_code == 400
    assert "Tulis alasannya" in refused.content.decode()
    head.post(f"{address}1/kembalikan/", {"reason": "Kelas las belum lengkap."})
    assert "Kelas las belum lengkap." in head.get(f"{address}1/").content.decode()


def test_a_draft_on_paper_says_so_across_each_page_and_a_signed_one_does_not(
    head: Client, address: str, proposal: Publication
) -> None:
    def pages() -> list[str]:
        read = PdfReader(BytesIO(head.get(f"{address}1/unduh.pdf").content))
        return [" ".join(page.extract_text().split()) for page in read.pages]

    draft = pages()
    assert all("RANCANGAN" in page for page in draft)
    assert all("Rancangan versi 1, belum diterbitkan" in page for page in draft)
    head.post(f"{address}1/tanda-tangan/", {"sha256": proposal.sha256})
    signed = pages()
    assert not any("RANCANGAN" in page or "elum diterbitkan" in page for page in signed)
    assert all("Terbitan versi 1" in page and f"SHA-256 {proposal.sha256}" in page for page in signed)
    head.post(f"{address}1/tarik/", {"reason": "Dua kelas terhitung ganda."})
    assert all("DITARIK" in page for page in pages())


def test_a_draft_for_the_table_and_the_screen_says_so_and_a_signed_one_does_not(
    head: Client, address: str, proposal: Publication
) -> None:
    year = address.removesuffix("terbitan/")

    def sheets(content: bytes) -> list[bool]:
        return ["RANCANGAN" in str(sheet.oddHeader.center.text) for sheet in load_workbook(BytesIO(content))]

    def slides(content: bytes) -> list[bool]:
        return [
            "RANCANGAN" in " ".join(shape.text_frame.text for shape in page.shapes if shape.has_text_frame)
            for page in Presentation(BytesIO(content)).slides
        ]

    for draft in (
        sheets(head.get(f"{year}unduh.xlsx").content),
        sheets(head.get(f"{year}banding/unduh.xlsx").content),
        slides(head.get(f"{year}unduh.pptx").content),
    ):
        assert draft
        assert all(draft)
    signed, document = Standing(1, PublicationState.SIGNED), thaw(proposal.document)
    with translation.override("id"):
        assert not any(sheets(write_workbook(document, signed)))
        assert not any(slides(write_slides(document, signed)))


def test_the_downloaded_json_has_the_hash_that_was_signed(
    head: Client, address: str, proposal: Publication
) -> None:
    body = head.get(f"{address}1/unduh.json").content
    assert hashlib.sha256(body).hexdigest() == proposal.sha256
    assert Entry.objects.filter(verb="download_evaluation", details__version=1).count() == 1


def test_a_later_change_of_the_records_stands_beside_the_published_figure(
    world: World, head: Client, address: str, proposal: Publication
) -> None:
    head.post(f"{address}1/tanda-tangan/", {"sha256": proposal.sha256})
    assert "catatan hari ini memberi angka yang sama" in head.get(f"{address}1/").content.decode()
    Enrolment.objects.filter(training_class=world.training_class, passed=False).update(passed=True)
    page = " ".join(head.get(f"{address}1/").content.decode().split())
    row = page.split('id="perubahan"')[1].split("Lulus, ")[1].split("</tr>")[0]
    assert re.findall(r"<td>(\d+)", row) == ["7", "8"]


def test_a_withdrawn_version_is_still_read_with_its_reason(
    head: Client, address: str, proposal: Publication, client: Client, world: World
) -> None:
    head.post(f"{address}1/tanda-tangan/", {"sha256": proposal.sha256})
    head.post(f"{address}1/tarik/", {"reason": "Dua kelas terhitung ganda."})
    page = head.get(f"{address}1/").content.decode()
    assert "Terbitan ini ditarik." in page
    assert "Dua kelas terhitung ganda." in page
    public = client.get(f"/publik/{world.centre.pk}/2022/").content.decode()
    assert "Dua kelas terhitung ganda." in public


def test_the_public_page_names_version_day_and_hash(
    head: Client, address: str, proposal: Publication, client: Client, world: World
) -> None:
    head.post(f"{address}1/tanda-tangan/", {"sha256": proposal.sha256})
    public = client.get(f"/publik/{world.centre.pk}/2022/").content.decode()
    assert "versi 1" in public
    assert proposal.sha256 in public
