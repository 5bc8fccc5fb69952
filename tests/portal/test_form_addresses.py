"""The address of a form, opened: by a tab that came back, or by hand."""

from __future__ import annotations

import pytest
from django.test import Client

from titian.portal.form_addresses import above


def test_who_opens_the_address_of_a_form_is_told_and_led_to_the_page_above(world) -> None:
    client = Client()
    client.force_login(world.users["centre_clerk"])
    path = f"/orang/{world.person.pk}/nik/"

    answer = client.get(path)
    page = " ".join(answer.content.decode().split())

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Alamat ini hanya menerima isian formulir, jadi tidak ada yang dikirim" in page
    assert f'href="/orang/{world.person.pk}/"' in page


@pytest.mark.django_db
def test_machines_are_told_in_their_own_words() -> None:
    answer = Client().get("/api/v1/rosters/loads/1/undo")
    assert answer.status_code == 405
    assert "text/html" not in answer["Content-Type"]


@pytest.mark.parametrize(
    ("path", "upper"),
    [
        ("/lamaran-saya/2/keberatan/", "/lamaran-saya/2/"),
        ("/roster/muatan/3/kolom/", "/roster/muatan/3/"),
        ("/hari-pertama/selesai/", "/hari-pertama/"),
        ("/", "/"),
    ],
)
def test_the_page_above_is_the_nearest_there_is(path: str, upper: str) -> None:
    assert above(path) == upper
