"""Pages about the API and for everybody: tokens, documentation, published figures, files for crawlers."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from titian.evaluation.models import PublicTable
from titian.network.actions import make_token
from titian.network.models import ApiToken
from titian.network.queries import token_of
from titian.planning.models import TrainingClass
from titian.portal.queries.operations import operations
from titian.programmes.models import Programme

PEOPLE = (
    "people_",
    "training_",
    "placement_",
    "rosters_",
    "certification_",
    "protection_",
    "evaluation_participation",
)


@pytest.fixture
def published(world) -> Programme:
    programme = world.training_class.programme
    tables = {
        "programme": {
            "rows": ["institutional"],
            "columns": [str(programme.pk)],
            "values": [[23, 23], [23, 23]],
        },
        "regency": {
            "rows": ["institutional"],
            "columns": ["35.10", "51.03", "unknown"],
            "values": [[20, None, None, 23], [20, None, None, 23]],
        },
    }
    for key, cells in tables.items():
        PublicTable.objects.create(
            centre=world.centre,
            year=2022,
            key=key,
            cells=cells,
            as_of=date(2022, 12, 21),
            made_at=timezone.now(),
        )
    return programme


@pytest.fixture
def post(world):
    def posting(path: str, user, data: dict):
        client = Client(raise_request_exception=False)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE titian_app")
            client.force_login(user)
            answer = client.post(path, data)
            if not connection.needs_rollback:
                cursor.execute("RESET ROLE")
        return answer

    return posting


def wanted(world, **more: object) -> dict:
    return {
        "organisation": world.centre.pk,
        "name": "Presensi",
        "scopes": ["rosters:read"],
        "days": 90,
        **more,
    }


@pytest.mark.parametrize("role", ["centre_head", "administrator"])
def test_a_head_or_administrator_makes_a_token_and_sees_its_key_once(
    get_page, post, world, role: str
) -> None:
    made = post("/akun-saya/token/baru/", world.users[role], wanted(world)).content.decode()

    key = re.search(r"titian_[\w-]{40,}", made)[0]
    assert token_of(key) == ApiToken.objects.get()
    listed = get_page("/akun-saya/token/", world.users[role]).content.decode()
    assert "Presensi" in listed
    assert key not in listed


@pytest.mark.parametrize("role", ["centre_clerk", "instructor", "regency_office", "citizen", "other_clerk"])
def test_nobody_else_makes_lists_or_revokes_tokens(get_page, post, world, role: str) -> None:
    soon = timezone.now() + timedelta(days=30)
    made = make_token(
        world.centre, "A", scopes=["codelists:read"], expires_at=soon, actor=world.users["centre_head"]
    )
    user = world.users[role]

    assert get_page("/akun-saya/token/", user).status_code == 403
    assert post("/akun-saya/token/baru/", user, wanted(world)).status_code == 403
    revoked = post(f"/akun-saya/token/{made.token.pk}/cabut/", user, {}).status_code
    assert revoked == (403 if role in {"centre_clerk", "instructor"} else 404)
    assert ApiToken.objects.get().revoked_at is None


def test_a_token_of_an_organisation_one_does_not_lead_is_not_offered(post, world) -> None:
    refused = post(
        "/akun-saya/token/baru/",
        world.users["centre_head"],
        wanted(world, organisation=world.other_centre.pk),
    )

    assert refused.status_code == 200
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("wrong", [{"scopes": []}, {"scopes": ["semua"]}, {"days": 9999}, {"name": ""}])
def test_a_form_that_is_not_filled_in_says_where(post, world, wrong: dict) -> None:
    page = post("/akun-saya/token/baru/", world.users["centre_head"], wanted(world, **wrong)).content.decode()

    assert "Ada yang perlu diperbaiki" in page
    assert not ApiToken.objects.exists()


def test_revoking_asks_first_and_then_closes(get_page, post, world) -> None:
    head = world.users["centre_head"]
    post("/akun-saya/token/baru/", head, wanted(world))
    path = f"/akun-saya/token/{ApiToken.objects.get().pk}/cabut/"

    assert "langsung berhenti" in get_page(path, head).content.decode()
    assert ApiToken.objects.get().revoked_at is None
    assert post(path, head, {}).status_code == 302
    assert ApiToken.objects.get().revoked_at is not None


def test_the_list_of_tokens_costs_the_same_for_one_and_three(get_page, world) -> None:
    soon, head = timezone.now() + timedelta(days=30), world.users["centre_head"]
    counts = []
    for number in range(3):
        make_token(world.centre, f"A{number}", scopes=["codelists:read"], expires_at=soon, actor=head)
        with CaptureQueriesContext(connection) as caught:
            get_page("/akun-saya/token/", head)
        counts.append(
            len([one for one in caught if "ROLE" not in one["sql"] and "django_session" not in one["sql"]])
        )

    assert counts[0] == counts[2]


def test_the_documentation_lists_every_operation_and_loads_nothing_from_elsewhere(get_page, world) -> None:
    answer = get_page("/api/")
    page = answer.content.decode()

    listed = [one for _group, rows in operations() for one in rows]
    assert len(listed) == 15
    for one in listed:
        assert f"{one.method} {one.path}" in page
    assert not re.search(r'(src|href)="https?://', page)
    assert "script" not in page


def test_the_scope_that_the_documentation_names_opens_the_operation(ask, key_of, world) -> None:
    for _group, rows in operations():
        for one in rows:
            path = one.path.removeprefix("/api/v1")
            for name, value in {
                "{centre_id}": 1,
                "{year}": 2022,
                "{load_id}": 1,
                "{code_list}": "fields",
            }.items():
                path = path.replace(name, str(value))
            sent = {"json": {}} if one.method == "POST" else {}
            if one.scope:
                assert ask(path, key_of(one.scope), **sent).status_code not in {401, 403}, one
                assert ask(path, **sent).status_code == 401, one
            else:
                assert ask(path, **sent).status_code not in {401, 403}, one


def test_a_centre_has_a_page_of_published_figures(get_page, world, published) -> None:
    page = get_page(f"/publik/{world.centre.pk}/").content.decode()

    assert ">2022</a>" in page
    assert f"/publik/program/{published.pk}/" in page
    assert 'class="chart"' in page
    assert "dilindungi" in page


def test_a_programme_has_a_page_of_published_figures(get_page, world, published) -> None:
    page = get_page(f"/publik/program/{published.pk}/").content.decode()

    assert published.name in page
    assert ">23</td>" in page


def test_programmes_stand_below_each_other_in_the_tables_of_a_year(get_page, world, published) -> None:
    page = get_page(f"/publik/{world.centre.pk}/2022/").content.decode()

    assert f'<th scope="row">{published.name}</th>' in page


def test_what_was_not_published_has_no_page(get_page, world, published) -> None:
    other = TrainingClass.objects.get(pk=world.other_class.pk).programme
    assert get_page(f"/publik/{world.other_centre.pk}/").status_code == 404
    assert get_page(f"/publik/program/{other.pk}/").status_code == 404


def test_a_withdrawn_year_is_marked_and_leaves_the_programme(get_page, world, published) -> None:
    PublicTable.objects.update(withdrawn_on=date(2023, 1, 5), withdrawn_because="Salah hitung.")

    page = get_page(f"/publik/{world.centre.pk}/").content.decode()
    assert "ditarik" in page
    assert 'class="chart"' not in page
    assert get_page(f"/publik/program/{published.pk}/").status_code == 404


def test_no_public_page_asks_for_people_or_costs_more_than_fifteen_statements(
    get_page, world, published
) -> None:
    for path in [
        "/publik/", f"/publik/{world.centre.pk}/", f"/publik/{world.centre.pk}/2022/",
        f"/publik/program/{published.pk}/", "/definisi/", "/periksa-sertifikat/", "/pelindungan-data/", "/api/",
        "/robots.txt", "/sitemap.xml", "/.well-known/security.txt",
    ]:  # fmt: skip
        with CaptureQueriesContext(connection) as caught:
            assert get_page(path).status_code == 200, path
        asked = [query["sql"] for query in caught]
        assert not [sql for sql in asked if any(f'"{table}' in sql for table in PEOPLE)], path
        assert len(asked) <= 15, path


def test_the_certificate_page_promises_nothing_that_is_not_there(get_page, world) -> None:
    page = get_page("/periksa-sertifikat/").content.decode()

    assert "belum dapat memeriksanya" in page
    assert "<input" not in page


def test_crawlers_find_public_pages_and_no_others(get_page, world, published) -> None:
    places = get_page("/sitemap.xml").content.decode()
    rules = get_page("/robots.txt").content.decode()

    assert f"/publik/{world.centre.pk}/2022/</loc>" in places
    assert f"/publik/program/{published.pk}/</loc>" in places
    assert "/orang/" not in places
    assert rules.splitlines()[-3:-2] == ["Disallow: /"]
    assert rules.rstrip().endswith("/sitemap.xml")


def test_who_finds_a_hole_finds_whom_to_tell(get_page, world) -> None:
    text = get_page("/.well-known/security.txt").content.decode()

    assert text.startswith("Contact: mailto:")
    expires = re.search(r"Expires: (\d{4}-\d\d-\d\d)T", text)[1]
    assert date.today() < date.fromisoformat(expires) < date.today() + timedelta(days=365)
