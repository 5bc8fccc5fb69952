"""Who may open an evaluation: strangers find nothing, colleagues without the right are refused."""

from __future__ import annotations

import pytest
from django.test import Client

from factories.world import World

pytestmark = pytest.mark.django_db(databases=["default", "fold"])
READ, REFUSED, UNKNOWN = 200, 403, 404


def signed_in(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.users[role])
    return client


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("national_planner", READ),
        ("provincial_office", READ),
        ("regency_office", READ),
        ("centre_head", READ),
        ("centre_clerk", READ),
        ("insurer_officer", REFUSED),
        ("administrator", REFUSED),
        ("certification_body", UNKNOWN),
        ("employer", UNKNOWN),
        ("citizen", UNKNOWN),
        ("other_clerk", UNKNOWN),
        ("other_office", UNKNOWN),
    ],
)
def test_page_and_files_answer_each_role_alike(world: World, role: str, status: int) -> None:
    client = signed_in(world, role)
    for name in ("", "unduh.pdf", "unduh.xlsx", "unduh.json"):
        assert client.get(f"/evaluasi/{world.centre.pk}/2022/{name}").status_code == status, name


def test_an_instructor_reads_the_page_and_takes_no_file_away(world: World) -> None:
    client = signed_in(world, "instructor")
    page = client.get(f"/evaluasi/{world.centre.pk}/2022/")
    assert page.status_code == READ
    assert "unduh." not in page.content.decode()
    assert client.get(f"/evaluasi/{world.centre.pk}/2022/unduh.pdf").status_code == REFUSED


def test_nobody_reads_without_signing_in(world: World) -> None:
    response = Client().get(f"/evaluasi/{world.centre.pk}/2022/")
    assert response.status_code == 302


def test_the_index_lists_only_what_may_be_opened(world: World) -> None:
    page = signed_in(world, "centre_head").get("/evaluasi/").content.decode()
    assert f"/evaluasi/{world.centre.pk}/2022/" in page
    assert f"/evaluasi/{world.other_centre.pk}/2022/" not in page
    assert "Belum ada balai" in signed_in(world, "citizen").get("/evaluasi/").content.decode()
