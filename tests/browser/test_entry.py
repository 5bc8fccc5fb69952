"""A class of sixteen entered by hand on a phone: every key and tap counted; and one person by keyboard alone.

How the time is told: docs/methods/entry-by-hand.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from browser_kit import PHONE
from playwright.sync_api import Locator, Page, expect

from factories import network as network_factory
from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.network.actions import load_network
from titian.network.models import Role
from titian.network.queries import organisation_by_name
from titian.people.models import Person
from titian.standards.actions import load_code_lists
from titian.training.models import Enrolment

SIXTEEN = 16
KEY, TAP, THINK, LOAD = 0.33, 1.1, 1.35, 1.0  # seconds
TEN_MINUTES = 600


@dataclass
class Hand:
    """Somebody with a phone, who counts what each finger does."""

    page: Page
    keys: int = 0
    taps: int = 0
    thoughts: int = 0
    pages: int = 0

    def field(self, label: str) -> Locator:
        """A label may end with (boleh kosong)."""
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}( \(|$)"))

    def tap(self, role: str, name: str) -> None:
        self.page.get_by_role(role, name=name, exact=True).tap()
        self.taps += 1

    def write(self, label: str, text: str, *, has_focus: bool = False) -> None:
        box = self.field(label)
        if has_focus:
            expect(box).to_be_focused()
        else:
            box.tap()
            self.taps += 1
        if box.get_attribute("type") == "date":
            box.fill(text)  # the telephone's own wheel of dates: day, month, year, done
            self.taps += 4
        else:
            box.press_sequentially(text)
            self.keys += len(text)
        self.thoughts += 1

    def choose(self, label: str, option: str) -> None:
        self.field(label).select_option(label=option)
        self.taps += 3  # open, scroll, choose
        self.thoughts += 1

    def go_on(self, button: str) -> None:
        self.tap("button", button)
        self.pages += 1

    @property
    def seconds(self) -> float:
        return self.keys * KEY + self.taps * TAP + self.thoughts * THINK + self.pages * LOAD


@pytest.fixture
def clerk(site: str) -> User:
    shell = system_actor("shell")
    load_code_lists(shell)
    load_network(shell)
    return network_factory.member(
        Role.CENTRE_CLERK, organisation_by_name("BPVP Banyuwangi"), name="Petugas Contoh"
    )


def invented(number: int) -> tuple[str, str]:
    """Return a NIK of Banyuwangi and a name of usual length."""
    return f"351005{number:02d}0398{number:04d}", f"Peserta Rekaan {'ABCDEFGHIJKLMNOP'[number - 1]}"


def open_class(hand: Hand) -> None:
    hand.write("Program pelatihan", "Barista")
    hand.write("Kode paket", "INST-01")
    hand.write("Mulai", "2022-03-01")
    hand.write("Selesai", "2022-04-12")
    hand.choose("Jalur", "Pelatihan institusional")
    hand.choose("Sumber dana", "APBN")
    hand.go_on("Simpan dan isi peserta")


def enter(hand: Hand, number: int) -> None:
    nik, name = invented(number)
    hand.write("NIK", nik, has_focus=True)
    hand.write("Nama sesuai KTP", name)
    hand.go_on("Lanjut")
    expect(hand.page.get_by_label("Tanggal lahir", exact=True)).to_have_value(f"1998-03-{number:02d}")
    hand.thoughts += 2  # the day of birth and the sex that the NIK tells, compared with the card
    if number == 1:
        hand.choose("Kabupaten/kota domisili", "Kabupaten Banyuwangi")
    hand.choose("Pendidikan terakhir", "SMA/sederajat")
    hand.write("Nomor telepon", f"0812345678{number:02d}")
    hand.go_on("Simpan dan berikutnya")


def test_a_class_of_sixteen_is_entered_on_a_phone_within_ten_minutes(visit, clerk: User) -> None:
    page = visit("/paket/baru/", clerk, viewport=PHONE, has_touch=True, is_mobile=True)
    hand = Hand(page)

    open_class(hand)
    for number in range(1, SIXTEEN + 1):
        enter(hand, number)

    expect(page.get_by_role("heading", name="Sudah diisi: 16 dari 16")).to_be_visible()
    assert Enrolment.objects.count() == SIXTEEN
    assert set(Person.objects.values_list("regency__name", flat=True)) == {"Kabupaten Banyuwangi"}
    print(f"{hand.keys} keys, {hand.taps} taps, {hand.pages} pages, {hand.seconds / 60:.1f} minutes")
    assert hand.seconds < TEN_MINUTES


def test_a_person_is_entered_by_keyboard_alone(visit, clerk: User) -> None:
    page = visit("/paket/baru/", clerk)
    for label, text in [("Program pelatihan", "Barista"), ("Kode paket", "INST-01")]:
        page.get_by_label(label).fill(text)
    for label, text in [("Mulai", "2022-03-01"), ("Selesai", "2022-04-12")]:
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Jalur").select_option(label="Pelatihan institusional")
    page.get_by_label("Sumber dana").select_option(label="APBN")
    page.get_by_role("button", name="Simpan dan isi peserta").press("Enter")
    nik, name = invented(1)
    expect(page.get_by_role("textbox", name="NIK")).to_be_focused()

    page.keyboard.type(nik)
    page.keyboard.press("Tab")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Tanggal lahir", exact=True)).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Peserta disimpan.")).to_be_visible()
    expect(page.get_by_role("textbox", name="NIK")).to_be_focused()
    assert Person.objects.get().name == name
