"""Every page in a real browser: accessible, quiet under its policy, narrow enough, usable by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser_kit import AXE, PHONE
from playwright.sync_api import Page, expect

from factories.network import PASSWORD
from factories.world import World
from titian.accounts.models import User
from titian.evaluation.actions import propose_publication, rebuild

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture
def pages(world: World) -> list[tuple[str, User | None]]:
    """Each page with somebody who may open it."""
    users = world.users
    rebuild(actor=users["national_planner"])
    person, training_class = f"/orang/{world.person.pk}/", f"/paket/{world.training_class.pk}/"
    evaluation = f"/evaluasi/{world.centre.pk}/2022/"
    propose_publication(world.centre, 2022, actor=users["centre_clerk"])
    public = ["/", "/akun/masuk/", "/publik/", "/definisi/", "/pelindungan-data/", "/tidak-ada/"]
    of_head = ["/", "/paket/", training_class, person, "/akun-saya/", "/akun/pengaman/", "/akun/kata-sandi/"]
    of_clerk = [
        "/roster/", "/roster/muat/", f"/roster/ditahan/{world.row.pk}/", f"/roster/muatan/{world.row.load_id}/",
        training_class, f"{training_class}hasil/", f"{evaluation}banding/", f"{evaluation}terbitan/1/", "/orang/",
        f"/lembaga/{world.centre.pk}/", "/hari-pertama/", "/kit/",
    ]  # fmt: skip
    return [
        *((path, None) for path in public),
        *((path, users["centre_head"]) for path in of_head),
        *((path, users["centre_clerk"]) for path in of_clerk),
        ("/evaluasi/", users["centre_head"]),
        (evaluation, users["centre_head"]),
        ("/", users["insurer_officer"]),
        ("/data-saya/", users["citizen"]),
        (person, users["citizen"]),
    ]


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", WCAG)
    return [f"{page.url} {one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]


def faults(said: list[str]) -> Iterator[str]:
    """What the console said against the page; a refusal's own status is no fault of the page."""
    loud = (line for line in said if line.startswith(("error", "warning")))
    return (line for line in loud if "Failed to load resource" not in line)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_no_page_breaks_wcag_or_its_policy_or_the_width_of_a_phone(visit, pages, colours: str) -> None:
    broken: list[str] = []
    for path, user in pages:
        page = visit(path, user, viewport=PHONE, color_scheme=colours)
        if page.status >= 500:
            broken.append(f"{path} answers {page.status}")
        broken += violations(page)
        broken += [f"{path} {line}" for line in faults(page.said)]
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            broken.append(f"{path} is {width} pixels wide")

    assert broken == []


def test_the_menu_of_a_phone_is_open_to_the_keyboard_and_to_axe_without_a_script(visit, world) -> None:
    page = visit("/roster/", world.users["centre_clerk"], viewport=PHONE)
    menu = page.get_by_role("navigation", name="Navigasi utama")
    expect(menu).to_be_hidden()
    top = page.get_by_role("heading", level=1).bounding_box()["y"]

    page.locator("summary", has_text="Menu").focus()
    page.keyboard.press("Enter")

    expect(menu.get_by_role("link", name="Roster")).to_have_attribute("aria-current", "page")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Beranda"
    assert top < 200


def test_somebody_signs_in_works_and_signs_out_without_any_script(visit, world) -> None:
    clerk = world.users["centre_clerk"]
    page = visit("/", java_script_enabled=False)

    page.get_by_role("link", name="Masuk").first.click()
    page.get_by_label("Nama pengguna").fill(clerk.username)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Selamat datang, {clerk}")
    page.get_by_role("navigation", name="Navigasi utama").get_by_role("link", name="Paket pelatihan").click()
    page.get_by_role("link", name="Las Industri").click()
    page.get_by_role("link", name="Siti Rekaan").click()
    page.get_by_label("Alasan melihat NIK lengkap").fill("mencocokkan dengan KTP di loket")
    page.get_by_role("button", name="Tampilkan NIK").click()
    expect(page.get_by_text("NIK lengkap tampil sekali ini saja")).to_be_visible()
    page.get_by_role("button", name="Keluar").click()

    expect(page.get_by_role("link", name="Masuk").first).to_be_visible()


def test_wrong_words_at_sign_in_are_told_above_the_form(visit, world) -> None:
    page = visit("/akun/masuk/")

    page.get_by_label("Nama pengguna").fill("bukan")
    page.get_by_label("Kata sandi").fill("salah")
    page.get_by_role("button", name="Masuk").click()

    expect(page.get_by_role("alert")).to_contain_text("Ada yang perlu diperbaiki")


def test_the_keyboard_reaches_the_content_and_the_main_actions(visit, world) -> None:
    page = visit(f"/orang/{world.person.pk}/", world.users["centre_clerk"])

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "isi"
    reached = []
    for _step in range(20):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")
        )
    assert "reason" in reached
    assert "Tampilkan NIK" in reached


def test_a_link_switches_the_language_and_stays_on_the_page(visit, world) -> None:
    page = visit(f"/paket/{world.training_class.pk}/", world.users["centre_clerk"])

    page.get_by_role("link", name="English").click()

    expect(page).to_have_url(f"{page.url.split('/paket')[0]}/paket/{world.training_class.pk}/")
    expect(page.get_by_role("columnheader", name="Origin")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"


def test_every_figure_opens_its_definition_without_a_script(visit, pages, world) -> None:
    page = visit(f"/evaluasi/{world.centre.pk}/2022/", world.users["centre_head"], java_script_enabled=False)

    page.locator("details.drawer summary").first.click()

    expect(page.locator("details.drawer[open] dl").first).to_contain_text("Pembilang")
