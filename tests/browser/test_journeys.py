"""The main job in a real browser, by the people who do it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser_kit import PHONE
from django.test import Client
from playwright.sync_api import Page, expect

from factories import network as network_factory
from factories.rosters import HEADINGS, TITLE, person, save
from factories.world import World
from rosters.conftest import ANI, BUDI, CITRA
from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.network.actions import load_network
from titian.network.models import Role
from titian.network.queries import organisation_by_name
from titian.people.models import Person
from titian.rosters.actions.words import load_words
from titian.standards.actions import load_code_lists
from titian.training.models import Enrolment

NEW_PASSWORD = "jembatan-kayu-panjang"  # pragma: allowlist secret
DEWI = {"Nama": "Dewi Anggraini", "NIK": "3510056708000004", "Tanggal Lahir": "27/08/2000", "L/P": "P"}
CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")


@pytest.fixture
def link(world: World) -> str:
    """The one-time link of an operator whom the head of the centre invited."""
    head = Client()
    head.force_login(world.users["centre_head"])
    answer = head.post(
        f"/lembaga/{world.centre.pk}/undang/",
        {"name": "Siti Operator", "username": "siti.operator", "role": "centre_clerk"},
    )
    code = CODE.search(answer.content.decode())
    assert code is not None
    return f"/undangan/{code[0]}/"


@pytest.fixture
def clerk(site: str) -> User:
    """The clerk of a centre where nobody was trained yet."""
    shell = system_actor("shell")
    load_code_lists(shell)
    load_network(shell)
    load_words(shell)
    centre = organisation_by_name("BPVP Banyuwangi")
    return network_factory.member(Role.CENTRE_CLERK, centre, name="Petugas Contoh")


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """One sound row and three held ones: the NIK is short, is missing, and disagrees with the sex."""
    people = [{**ANI, "NIK": ANI["NIK"][:8]}, {**BUDI, "NIK": ""}, {**CITRA, "L/P": "L"}, DEWI]
    rows = [
        person(**{"No": number, "No. Sertifikat": f"{number:03d}/BARISTA", **one})
        for number, one in enumerate(people, 1)
    ]
    return save(tmp_path / "roster barista.xlsx", [*TITLE, HEADINGS, *rows], sheet="INST-100")


def go(page: Page, name: str) -> None:
    """Open the menu of a phone and follow one entry."""
    page.locator("summary", has_text="Menu").click()
    page.get_by_role("navigation", name="Navigasi utama").get_by_role("link", name=name).click()


def test_an_invited_operator_signs_in_on_a_phone_and_comes_back(visit, link: str) -> None:
    page = visit(link, viewport=PHONE)

    page.get_by_label("Kata sandi", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("Ulangi kata sandi").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Simpan dan masuk").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Selamat datang, Siti Operator")
    go(page, "Daftar peserta")
    expect(page.get_by_role("link", name="Muat daftar peserta")).to_be_visible()
    page.locator("summary", has_text="Menu").click()
    page.get_by_role("button", name="Keluar").click()
    page.goto("/akun/masuk/")
    page.get_by_label("Nama pengguna").fill("siti.operator")
    page.get_by_label("Kata sandi").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_text("Petugas balai, BPVP Banyuwangi")).to_be_visible()

    page.goto(link)
    expect(page.get_by_text("Kode ini tidak berlaku")).to_be_visible()


def test_an_operator_with_a_printed_slip_signs_in_on_a_phone_and_sends_a_roster(
    visit, clerk: User, roster: Path
) -> None:
    centre = organisation_by_name("BPVP Banyuwangi")
    network_factory.supervise(centre, network_factory.organisation("BLKK Al-Hikmah", "blk_komunitas"))
    head = network_factory.member(Role.CENTRE_HEAD, centre, name="Kepala Balai")
    printed = visit(f"/lembaga/{centre.pk}/undang-operator/", head)
    printed.get_by_role("button", name="Buat undangan").click()
    code = printed.locator(".slip-code").inner_text()

    page = visit("/akun/masuk/", viewport=PHONE)
    page.get_by_role("link", name="Saya mempunyai kertas undangan").click()
    page.get_by_label("Kode undangan").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_label("Kata sandi", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("Ulangi kata sandi").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Simpan dan masuk").click()
    page.get_by_role("link", name="Kirim daftar peserta pertama Anda").click()
    page.get_by_label("Berkas daftar peserta").set_input_files(roster)
    page.get_by_role("button", name="Kirim kepada balai").click()

    expect(page.get_by_text("Terkirim, menunggu dibaca balai")).to_be_visible()
    expect(visit("/roster/", clerk).get_by_text("Kiriman masuk")).to_be_visible()


def test_a_clerk_sends_a_roster_and_repairs_three_held_rows(visit, clerk: User, roster: Path) -> None:
    page = visit("/roster/", clerk, viewport=PHONE)

    page.get_by_role("link", name="Muat daftar peserta").click()
    page.get_by_label("Berkas daftar peserta").set_input_files(roster)
    page.get_by_role("button", name="Kirim berkas").click()
    page.get_by_label("Tahun").fill("2022")
    page.get_by_label("Jalur").select_option("institutional")
    page.get_by_role("button", name="Baca berkas").click()
    page.get_by_role("button", name="Proses sekarang").click()
    page.get_by_role("link", name="Lihat akibatnya dan jalankan").click()
    page.get_by_role("button", name="Jalankan").click()
    page.get_by_role("button", name="Proses sekarang").click()  # no worker runs beside a test
    expect(page.get_by_role("cell", name="Keadaan: dijalankan")).to_be_visible()
    assert Person.objects.count() == 1

    page.goto("/roster/")
    page.get_by_role("link", name="Perbaiki 3 baris yang ditahan").click()
    for label, cell in [("NIK", ANI["NIK"]), ("NIK", BUDI["NIK"]), ("L/P", CITRA["L/P"])]:
        field = page.get_by_label(label, exact=True)
        field.select_option(cell) if label == "L/P" else field.fill(cell)
        page.get_by_role("button", name="Nilai dan simpan").click()
        expect(page.get_by_text("Baris itu diterima dan orangnya sudah tercatat.")).to_be_visible()
    expect(page.get_by_text("Tidak ada baris yang ditahan.")).to_be_visible()
    assert Enrolment.objects.count() == 4


def test_a_clerk_proposes_the_head_signs_and_the_public_sees_protected_cells(visit, world: World) -> None:
    address = f"/evaluasi/{world.centre.pk}/2022/"
    public = f"/publik/{world.centre.pk}/2022/"
    assert visit(public).get_by_role("heading", level=1).text_content() == "Halaman tidak ditemukan"

    clerk = visit(address, world.users["centre_clerk"])
    clerk.goto(f"{address}terbitan/")
    clerk.get_by_role("button", name="Usulkan terbitan").click()
    expect(clerk.get_by_text("Rancangan: belum ditandatangani")).to_be_visible()
    head = visit(f"{address}terbitan/", world.users["centre_head"])
    head.get_by_role("link", name="Versi 1").click()
    head.get_by_role("button", name="Tanda tangani dan terbitkan").click()
    expect(head.get_by_text("Versi 1 terbit.")).to_be_visible()

    anybody = visit(public, viewport=PHONE)
    expect(anybody.locator("td .protected").first).to_have_text("dilindungi")
    expect(anybody.get_by_text("agar tidak seorang pun dapat dikenali")).to_be_visible()


def test_an_officer_of_another_regency_sees_none_of_it(visit, world: World) -> None:
    evaluation = f"/evaluasi/{world.centre.pk}/2022/"
    page = visit("/evaluasi/", world.users["other_office"])
    expect(page.get_by_text("BPVP Banyuwangi")).to_have_count(0)

    hidden = [
        evaluation, f"{evaluation}banding/", f"{evaluation}terbitan/", f"/paket/{world.training_class.pk}/",
        f"/paket/{world.training_class.pk}/?bagian=berkas", f"/orang/{world.person.pk}/",
        f"/lembaga/{world.centre.pk}/", f"/rencana/{world.centre.pk}/2022/", f"/roster/muatan/{world.row.load_id}/",
    ]  # fmt: skip
    answers = {path: page.goto(path).status for path in hidden}

    assert answers == dict.fromkeys(hidden, 404)
