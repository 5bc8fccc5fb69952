"""A session ends when nobody works in it; what was typed by then is not lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import network
from titian.accounts.kept_forms import KEPT
from titian.accounts.sessions import SessionStore
from titian.network.models import Membership, Role

pytestmark = pytest.mark.django_db
LINES = "PEMERINTAH KABUPATEN UJI\r\nDinas <Tenaga> & Kerja"


def signed_in(account, client: Client | None = None) -> Client:
    client = client or Client(enforce_csrf_checks=True)
    client.get("/akun/masuk/")
    token = client.cookies["csrftoken"].value
    told = {"login": account.username, "password": network.PASSWORD, "csrfmiddlewaretoken": token}
    client.post("/akun/masuk/", told)
    return client


def row(client: Client) -> Session:
    return Session.objects.get(session_key=client.cookies["sessionid"].value)


def pass_by(client: Client, **time: float) -> None:
    """Let time pass for one session."""
    kept = row(client)
    data = kept.get_decoded()
    data["began"] -= timedelta(**time).total_seconds()
    Session.objects.filter(pk=kept.pk).update(
        expire_date=kept.expire_date - timedelta(**time), session_data=SessionStore().encode(data)
    )


def is_in(client: Client) -> bool:
    return client.get("/akun-saya/perangkat/").status_code == 200


def sent(client: Client, path: str, page: str, **fields: object):
    """Send a form as a browser does: with all that is hidden in the page, and from where it comes."""
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    return client.post(path, {**hidden, **fields}, headers={"Origin": "http://testserver"})


@pytest.fixture
def administrator():
    return network.member(Role.ADMINISTRATOR, network.organisation("BLK Uji"), name="Pengelola Uji")


@pytest.fixture
def letterhead(administrator) -> str:
    return f"/lembaga/{Membership.objects.get(user=administrator).organisation_id}/kop-surat/"


def test_thirty_idle_minutes_end_a_session_and_work_keeps_it(administrator):
    client = signed_in(administrator)
    for _visit in range(3):
        pass_by(client, minutes=29)
        assert is_in(client)
    pass_by(client, minutes=31)
    assert not is_in(client)


def test_twelve_hours_end_a_session_however_busy_it_was(administrator):
    client = signed_in(administrator)
    pass_by(client, minutes=25)
    kept = row(client)
    data = kept.get_decoded() | {"began": kept.get_decoded()["began"] - 12 * 3600 + 1800}
    Session.objects.filter(pk=kept.pk).update(session_data=SessionStore().encode(data))
    assert is_in(client)
    assert row(client).expire_date < timezone.now() + timedelta(minutes=6)


def test_that_somebody_was_here_is_written_once_a_minute(administrator):
    client = signed_in(administrator)
    pass_by(client, minutes=5)

    def writes() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert is_in(client)
        return sum("UPDATE django_session" in query["sql"] for query in asked.captured_queries)

    assert [writes(), writes()] == [1, 0]


def test_a_clock_that_was_moved_back_leaves_no_session_without_end(administrator):
    client = signed_in(administrator)
    pass_by(client, days=-365)  # made while the clock was a year ahead
    assert is_in(client)
    assert row(client).expire_date < timezone.now() + timedelta(minutes=31)


def test_a_form_sent_after_the_session_ended_waits_for_its_person_and_is_then_sent(administrator, letterhead):
    client = signed_in(administrator)
    page = client.get(letterhead).content.decode()
    typed = {
        "lines": LINES,
        "place": "Uji",
        "signatory": "Siti Rekaan",
        "signatory_post": "Kepala",
        "address": "",
    }
    pass_by(client, hours=1)
    answer = sent(client, letterhead, page, **typed)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/akun/masuk/?next=/akun/lanjut/")
    assert "Siti" not in str(row(client).get_decoded())  # sealed while it waits

    signed_in(administrator, client)
    waiting = client.get("/akun/lanjut/").content.decode()
    assert f'action="{letterhead}"' in waiting
    done = sent(client, letterhead, waiting, lines=LINES)
    assert done.status_code == 302, done.content.decode()
    assert "Siti Rekaan" in client.get(letterhead).content.decode()
    assert KEPT not in row(client).get_decoded()
    assert client.get("/akun/lanjut/").status_code == 302


def test_a_waiting_form_is_nobody_elses(administrator, letterhead):
    client = signed_in(administrator)
    page = client.get(letterhead).content.decode()
    pass_by(client, hours=1)
    sent(client, letterhead, page, lines=LINES)
    signed_in(network.member(Role.CENTRE_CLERK, network.organisation("BLK Lain")), client)
    assert client.get("/akun/lanjut/").headers["Location"] == "/"
    assert KEPT not in row(client).get_decoded()


def test_a_form_from_before_the_last_sign_in_is_shown_again_but_never_one_of_another_site(
    administrator, letterhead
):
    client = signed_in(administrator)
    page = client.get(letterhead).content.decode()
    client.cookies.pop("sessionid")
    signed_in(administrator, client)  # in another tab
    again = sent(client, letterhead, page, lines=LINES)
    assert again.status_code == 403
    assert "Dinas &lt;Tenaga&gt; &amp; Kerja" in again.content.decode()
    for origin in ({"Origin": "https://jahat.example"}, {}):
        forged = client.post(letterhead, {"lines": LINES}, headers=origin)
        assert forged.status_code == 403
        assert "Tenaga" not in forged.content.decode()
    token = {"csrfmiddlewaretoken": "x" * 64, "password1": "rahasia-baru-sekali"}  # pragma: allowlist secret
    refused = client.post("/akun/kata-sandi/", token, headers={"Origin": "http://testserver"})
    assert "rahasia-baru" not in refused.content.decode()
