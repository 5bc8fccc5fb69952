"""Every page in a real browser: accessible, quiet under its policy, narrow enough, usable by keyboard."""

from __future__ import annotations

from browser_kit import AXE, PHONE
from playwright.sync_api import Page, expect

from factories.network import PASSWORD
from titian.config.pictures import served
from titian.evaluation.actions import rebuild

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", WCAG)
    return [f"{page.url} {one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]


def test_the_menu_of_a_phone_is_open_to_the_keyboard_and_to_axe_without_a_script(visit, world) -> None:
    page = visit("/roster/", world.users["centre_clerk"], viewport=PHONE)
    menu = page.get_by_role("navigation", name="Navigasi utama")
    expect(menu).to_be_hidden()
    top = page.get_by_role("heading", level=1).bounding_box()["y"]

    page.locator("summary", has_text="Menu").focus()
    page.keyboard.press("Enter")

    expect(menu.get_by_role("link", name="Daftar peserta")).to_have_attribute("aria-current", "page")
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


def test_a_password_is_shown_by_keyboard_and_a_new_one_is_measured(visit, world) -> None:
    page = visit("/akun/kata-sandi/", world.users["centre_clerk"], viewport=PHONE)
    field = page.get_by_label("Kata sandi baru", exact=True)
    told = page.get_by_role("status")
    expect(told).to_have_count(0)
    for typed, said in (
        ("pena", "Masih kurang 8 huruf."),
        ("111122221111", "Mudah ditebak"),
        ("pena-kuda-ap", "Cukup panjang"),
        ("pena-kuda-api-laut", "Panjang dan kuat."),
    ):
        field.fill(typed)
        expect(told).to_contain_text(said)
    assert field.get_attribute("type") == "password"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert field.get_attribute("type") == "text"
    expect(page.get_by_role("button", name="Sembunyikan")).to_be_focused()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.keyboard.press("Space")
    assert field.get_attribute("type") == "password"


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


def test_every_figure_opens_its_definition_without_a_script(visit, world) -> None:
    rebuild(actor=world.users["national_planner"])
    page = visit(f"/evaluasi/{world.centre.pk}/2022/", world.users["centre_head"], java_script_enabled=False)

    page.locator("details.drawer summary").first.click()

    expect(page.locator("details.drawer[open] dl").first).to_contain_text("Pembilang")


def test_the_first_page_is_under_150_kb_over_the_wire_and_later_ones_under_40(visit, world) -> None:
    rebuild(actor=world.users["national_planner"])
    page = visit("/robots.txt", world.users["centre_head"])
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    arrived: list[float] = []
    wire.on("Network.loadingFinished", lambda event: arrived.append(event["encodedDataLength"]))
    weights = {}
    with served() as address:  # the live server of tests hands static files out past the middleware
        cookies = [{**cookie, "domain": "127.0.0.1"} for cookie in page.context.cookies()]
        page.context.add_cookies(cookies)
        for path in [
            "/", "/paket/", "/lembaga/", f"/paket/{world.training_class.pk}/", "/perjanjian/baru/",
            f"/evaluasi/{world.centre.pk}/2022/", "/kit/",
        ]:  # fmt: skip
            arrived.clear()
            page.goto(f"{address}{path}", wait_until="networkidle")
            weights[path] = sum(arrived) / 1000
            expect(page.get_by_role("button", name="Keluar").first).to_be_visible()  # and no sign-in instead

    first, *later = weights.values()
    print({path: round(weight, 1) for path, weight in weights.items()})
    assert 5 < first < 150, weights
    assert max(later) < 40, weights


def test_results_and_an_agreement_are_written_without_any_script(visit, world) -> None:
    clerk, head = world.users["centre_clerk"], world.users["centre_head"]
    page = visit(f"/paket/{world.training_class.pk}/hasil/", clerk, java_script_enabled=False)
    page.get_by_label("Nomor sertifikat pelatihan").first.fill("77/UJI")
    page.get_by_role("button", name="Simpan yang berubah").click()
    expect(page.get_by_role("status").first).to_be_visible()
    page = visit("/perjanjian/baru/", head, java_script_enabled=False)
    page.get_by_label("Judul").fill("PKS pelindungan peserta")
    page.get_by_label("Mulai berlaku").fill("2026-01-01")
    line = page.get_by_role("group", name="Baris 2")
    line.get_by_label("Pihak").select_option(label="BPJS Ketenagakerjaan")
    line.get_by_label("Janji").select_option(label="peserta terlindungi")
    line.get_by_label("Banyaknya orang").fill("160")
    page.get_by_role("button", name="Simpan perjanjian").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("PKS pelindungan peserta")
    expect(page.get_by_role("row", name="BPJS Ketenagakerjaan")).to_contain_text("160")


def test_a_question_before_what_cannot_be_taken_back_opens_and_closes_by_keyboard(visit, world) -> None:
    page = visit("/kit/", world.users["centre_clerk"])
    dialog = page.get_by_role("dialog", name="Hapus contoh ini?")
    expect(dialog).to_be_hidden()

    page.get_by_role("button", name="Hapus contoh").press("Enter")
    expect(dialog).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Hapus contoh")).to_be_focused()
