"""Counselled at a counter: heard without network, sent once, two versions met, decided, told to the person."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from browser_kit import PHONE
from django.utils import timezone
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as NotYet

from factories import network
from factories.counselling import Office as Desk
from factories.counselling import heard
from factories.world import World
from titian.counselling.models import Answer, Decision, Interview, InterviewVersion
from titian.network.models import Organisation, Role
from titian.standards.models import EducationLevel


@pytest.fixture
def desk(world: World) -> Desk:
    officer = world.users["regency_office"]
    office = Organisation.objects.get(memberships__user=officer)
    return Desk(office, officer, network.member(Role.REGENCY_OFFICE, office), world.person)


def status(page: Page):
    return page.locator("[data-status]")


KEPT_HERE = """() => new Promise((done) => {
  const asked = indexedDB.open("titian-konseling", 1);
  asked.onsuccess = () => {
    const found = asked.result.transaction("wawancara").objectStore("wawancara").count();
    found.onsuccess = () => done(found.result);
  };
})"""


def fill(page: Page, **answers: str) -> None:
    for code, value in answers.items():
        field = page.locator(f"[name={code}]")
        field.select_option(value) if field.evaluate("one => one.tagName") == "SELECT" else field.fill(value)


def begin(page: Page) -> None:
    page.get_by_role("button", name="Mulai wawancara").click()
    expect(page.get_by_role("heading", name="Wawancara", exact=True)).to_be_visible()


def test_an_interview_written_without_network_is_sent_once_and_two_versions_are_merged(
    visit, desk: Desk
) -> None:
    page = visit(f"/konseling/orang/{desk.person.pk}/", desk.officer, viewport=PHONE)
    begin(page)
    page.get_by_role("button", name="Siapkan untuk tanpa jaringan").click()
    expect(status(page)).to_have_text("Halaman ini siap dipakai tanpa jaringan.")

    page.context.set_offline(True)
    page.reload()  # the page itself comes from the device now
    fill(page, work_now="none")
    page.get_by_role("button", name="Kirim sekarang").click()  # must not freeze half an interview
    expect(status(page)).to_contain_text("Tidak ada jaringan")
    fill(page, schooling="upper", wanted_route="training", travel="village")
    expect(status(page)).to_have_text("Tersimpan di perangkat ini, belum terkirim.")
    page.get_by_role("button", name="Simpan bagian ini").first.click()
    expect(status(page)).to_contain_text("Tidak ada jaringan")
    page.reload()
    expect(page.locator("[name=travel]")).to_have_value("village")
    assert InterviewVersion.objects.count() == 0

    page.context.set_offline(False)
    expect(status(page)).to_have_text("Terkirim sebagai versi 1.")
    assert dict(Answer.objects.values_list("question", "value")) == {
        "work_now": "none", "schooling": "upper", "wanted_route": "training", "travel": "village",
    }  # fmt: skip
    page.get_by_role("button", name="Kirim sekarang").click()
    assert InterviewVersion.objects.count() == 1

    page.context.set_offline(True)
    fill(page, travel="regency", skills="las listrik")
    expect(status(page)).to_have_text("Tersimpan di perangkat ini, belum terkirim.")
    interview = Interview.objects.get()
    other = visit(f"/konseling/wawancara/{interview.pk}/", desk.colleague)
    fill(other, travel="further", care="yes")
    other.get_by_role("button", name="Simpan bagian ini").first.click()
    expect(status(other)).to_have_text("Terkirim sebagai versi 2.")
    page.context.set_offline(False)
    expect(status(page)).to_contain_text("Ada versi lain yang ditulis bersamaan")
    with pytest.raises(NotYet), page.expect_request(re.compile("/kirim/$"), timeout=500):
        page.evaluate("dispatchEvent(new Event('online'))")  # the two versions are the officer's to compare

    page.get_by_role("link", name="Bandingkan", exact=True).click()
    expect(page.get_by_text("las listrik")).to_be_visible()
    expect(page.locator("#skills-other")).to_be_checked()  # changed by one side only
    expect(page.locator("#care-current")).to_be_checked()
    page.locator("#travel-other").check()
    page.get_by_role("button", name="Gabungkan menurut pilihan").click()
    expect(page.get_by_text("Benturan diselesaikan")).to_be_visible()
    kept = dict(Answer.objects.filter(version__state="current").values_list("question", "value"))
    assert (kept["travel"], kept["care"], kept["skills"]) == ("regency", "yes", "las listrik")
    assert [line for line in page.said if "Failed to load resource" not in line] == []


def test_an_answer_that_got_lost_on_the_way_back_makes_no_second_version(visit, desk: Desk) -> None:
    interview, _first = heard(desk)
    page = visit(f"/konseling/wawancara/{interview.pk}/", desk.officer, viewport=PHONE)
    lost = []

    def lose_the_first(route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.request.post_data)
        route.fetch()  # it arrived and was written; the telephone never hears of it
        route.abort()

    page.route(re.compile("/kirim/$"), lose_the_first)
    fill(page, skills="las")
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(status(page)).to_contain_text("Tidak ada jaringan")
    fill(page, skills="las argon")  # written on while the first sending hangs
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(status(page)).to_have_text("Terkirim sebagai versi 3.")
    assert page.evaluate(KEPT_HERE) == 0  # an office's computer keeps nothing of what the server has
    said = (
        Answer.objects.filter(question="skills").order_by("version__number").values_list("value", flat=True)
    )
    assert list(said) == ["las", "las argon"]
    assert not InterviewVersion.objects.filter(state="conflicting").exists()


def test_what_the_record_offers_is_not_sent_by_a_network_that_returns(visit, desk: Desk) -> None:
    desk.person.education = EducationLevel.objects.filter(rank__lt=5).latest("rank")
    desk.person.save()
    page = visit(f"/konseling/orang/{desk.person.pk}/", desk.officer, viewport=PHONE)
    begin(page)
    expect(page.locator("[name=schooling][data-unsaved]")).to_have_value("upper")
    page.get_by_role("button", name="Siapkan untuk tanpa jaringan").click()
    expect(status(page)).to_have_text("Halaman ini siap dipakai tanpa jaringan.")
    page.evaluate("dispatchEvent(new Event('online'))")
    fill(page, skills="las")
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(status(page)).to_have_text("Terkirim sebagai versi 1.")
    assert InterviewVersion.objects.count() == 1


# A telephone that is slow to find what it keeps: the page hears of it when the test says so.
SLOW_TO_FIND = """
  const found = new Promise((done) => { window.letFind = done; });
  const open = indexedDB.open.bind(indexedDB);
  indexedDB.open = (...what) => {
    const asked = open(...what);
    const heard = {};
    asked.onsuccess = async () => { await found; heard.onsuccess(); };
    return Object.defineProperty(heard, "result", { get: () => asked.result });
  };
"""


def test_nothing_is_typed_into_an_interview_before_the_kept_text_is_back(visit, desk: Desk) -> None:
    interview, _first = heard(desk)
    page = visit(f"/konseling/wawancara/{interview.pk}/", desk.officer, viewport=PHONE)
    fill(page, skills="las")
    expect(status(page)).to_have_text("Tersimpan di perangkat ini, belum terkirim.")
    page.add_init_script(SLOW_TO_FIND)
    page.reload()
    expect(page.locator("[data-interview]")).to_have_attribute("inert", "")
    page.evaluate("document.querySelector('[name=skills]').focus()")
    page.keyboard.type("menjahit")
    assert "menjahit" not in page.locator("[name=skills]").input_value()
    page.evaluate("window.letFind()")
    expect(page.locator("[name=skills]")).to_have_value("las")
    page.locator("[name=skills]").press_sequentially(" argon")
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(status(page)).to_contain_text("Terkirim sebagai versi")
    assert Answer.objects.filter(question="skills").latest("version__number").value == "las argon"


def test_a_person_is_counselled_at_the_counter_without_script(visit, desk: Desk) -> None:
    page = visit(f"/konseling/orang/{desk.person.pk}/", desk.officer, java_script_enabled=False)
    begin(page)
    fill_plain = {"work_now": "none", "schooling": "upper", "wanted_route": "training"}
    for code, value in fill_plain.items():
        page.locator(f"[name={code}]").select_option(value)
    page.get_by_role("button", name="Simpan dan kembali ke kartunya").click()
    page.get_by_role("link", name="Putuskan jalur").click()
    assert "terlalu sedikit" not in page.content()
    page.get_by_label("Pelatihan", exact=True).check()
    page.locator("[name=training-reason]").fill("Ingin belajar las dari dasar")
    page.locator("[name=training-step]").fill("Mendaftar kelas las")
    page.locator("[name=training-due_on]").fill((timezone.localdate() + timedelta(days=20)).isoformat())
    page.get_by_role("button", name="Simpan keputusan").click()
    expect(page.get_by_text("terlalu sedikit untuk disimpulkan").first).to_be_visible()
    page.get_by_role("button", name="Tetap pada pilihan").click()
    expect(page.get_by_text("Pilihan dan alasannya disimpan.")).to_be_visible()
    assert Decision.objects.get().routes.get().route == "training"
    mine = visit("/konseling-saya/", desk.person.user, viewport=PHONE)
    expect(mine.get_by_text("Ingin belajar las dari dasar")).to_be_visible()
