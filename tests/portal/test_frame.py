"""What surrounds every page: headers, languages, and what goes wrong."""

from __future__ import annotations

import gzip
import re

import pytest
from django.test import Client

from titian.people.queries import whole_nik

PUBLIC = ["/", "/akun/masuk/", "/publik/", "/definisi/", "/pelindungan-data/"]
INLINE = re.compile(
    r'<script(?!( type="module")? src="/static/[^"]+"></script>)|<style|\sstyle=|\son\w+=|javascript:',
    re.IGNORECASE,
)
FIRST_PAGE_BYTES = 150_000


@pytest.mark.parametrize("path", PUBLIC)
def test_every_answer_carries_the_headers_that_protect_it(get, world, path: str) -> None:
    headers = get(path).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_no_page_has_anything_inline(get, world) -> None:
    head = world.users["centre_head"]
    paths = [(path, None) for path in PUBLIC] + [
        (path, head)
        for path in [
            "/", "/paket/", f"/paket/{world.training_class.pk}/", f"/orang/{world.person.pk}/", "/akun-saya/",
            "/akun/pengaman/", "/akun/kata-sandi/", "/evaluasi/",
        ]
    ]  # fmt: skip

    found = {path: INLINE.findall(get(path, user).content.decode()) for path, user in paths}

    assert {path: inline for path, inline in found.items() if inline} == {}


def test_pages_about_people_are_not_kept_by_caches(get, world) -> None:
    for path in [
        f"/orang/{world.person.pk}/",
        f"/paket/{world.training_class.pk}/",
        "/paket/",
        "/data-saya/",
    ]:
        answer = get(path, world.users["centre_clerk"])
        assert "no-store" in answer.headers["Cache-Control"], path


def test_addresses_carry_numbers_never_names_or_nik(get, world) -> None:
    clerk = world.users["centre_clerk"]
    pages = [get(path, clerk).content.decode() for path in ["/paket/", f"/paket/{world.training_class.pk}/"]]
    addresses = " ".join(re.findall(r'(?:href|action)="([^"]*)"', " ".join(pages)))

    assert "Rekaan" not in addresses
    assert not re.search(r"\d{12}", addresses)


def test_error_pages_say_what_to_do_and_nothing_about_anybody(get, world) -> None:
    stranger = world.users["other_clerk"]
    missing = get(f"/orang/{world.person.pk}/", stranger)
    refused = get(f"/orang/{world.person.pk}/", world.users["citizen"])

    assert (missing.status_code, refused.status_code) == (404, 403)
    for page in (missing.content.decode(), refused.content.decode()):
        assert "Las Industri" not in page
        assert whole_nik(world.person) not in page
    assert "Siti Rekaan" not in missing.content.decode()
    assert "Halaman tidak ditemukan" in missing.content.decode()
    assert "Anda tidak berhak" in refused.content.decode()


def test_a_fault_is_told_without_asking_the_database(get, world, monkeypatch) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("isi galat 3510")

    monkeypatch.setattr("titian.portal.views.home.published_years", broken)

    answer = get("/")

    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Ada yang rusak di pihak kami" in page
    assert "isi galat" not in page


def test_a_form_without_its_token_is_refused_in_words(world) -> None:
    answer = Client(enforce_csrf_checks=True).post("/akun/masuk/", {"login": "a", "password": "b"})

    assert answer.status_code == 403
    assert "Formulir sudah kedaluwarsa" in answer.content.decode()


def test_a_link_switches_the_language_and_comes_back(world) -> None:
    client = Client()

    answer = client.get("/bahasa/en/?next=/pelindungan-data/")
    page = client.get("/pelindungan-data/").content.decode()

    assert answer.headers["Location"] == "/pelindungan-data/"
    assert '<html lang="en">' in page
    assert "Personal data protection" in page


@pytest.mark.parametrize("back", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)", ""])
def test_the_way_back_never_leaves_this_site(world, back: str) -> None:
    assert Client().get("/bahasa/en/", {"next": back}).headers["Location"] == "/"


def test_an_unknown_language_is_not_found(world) -> None:
    assert Client().get("/bahasa/xx/").status_code == 404


def test_the_first_page_is_light(get, world) -> None:
    page = get("/").content.decode()
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    bodies = [page.encode(), *(b"".join(get(path).streaming_content) for path in files)]

    assert sum(len(gzip.compress(body)) for body in bodies) < FIRST_PAGE_BYTES


def test_a_browser_set_to_english_still_reads_indonesian_until_its_owner_chooses(world) -> None:
    page = Client().get("/", headers={"accept-language": "en-US,en;q=0.9"}).content.decode()

    assert '<html lang="id">' in page


@pytest.mark.parametrize(
    ("path", "place"),
    [("/roster/muat/", "Daftar peserta"), ("/paket/baru/", "Paket pelatihan"), ("/", "Beranda")],
)
def test_the_place_one_is_below_is_marked_and_no_other(get, world, path: str, place: str) -> None:
    page = get(path, world.users["centre_clerk"]).content.decode()
    navigation = page.split('class="mainnav"')[1].split("</nav>")[0]

    assert re.findall(r'aria-current="\w+">([^<]+)<', navigation) == [place]
