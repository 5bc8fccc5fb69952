"""What another site, another host or a stolen cookie can make of ours."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories.network import PASSWORD, user
from titian.accounts.actions import end_sessions

pytestmark = pytest.mark.django_db
ELSEWHERE = ["https://jahat.example/", "//jahat.example/", "/\\jahat.example", "javascript:alert(1)"]


def sign_in(client: Client, account, **more):
    return client.post("/akun/masuk/", {"login": account.username, "password": PASSWORD, **more})


@pytest.mark.parametrize("place", ELSEWHERE)
def test_signing_in_leads_nowhere_else(client, place):
    answer = client.post(
        f"/akun/masuk/?next={place}", {"login": user().username, "password": PASSWORD, "next": place}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("place", ELSEWHERE)
def test_changing_the_language_leads_nowhere_else(client, place):
    answer = client.get("/bahasa/en/", {"next": place}, headers={"Referer": place})
    assert answer.headers["Location"].startswith("/")
    assert not answer.headers["Location"].startswith(("//", "/\\"))


def test_a_host_that_is_not_ours_is_refused(client, settings):
    settings.ALLOWED_HOSTS = ["titian.contoh.go.id"]
    assert client.get("/publik/", HTTP_HOST="jahat.example").status_code == 400
    assert client.get("/publik/", HTTP_HOST="titian.contoh.go.id").status_code == 200
    assert (
        client.get(
            "/publik/", HTTP_HOST="jahat.example", headers={"X-Forwarded-Host": "titian.contoh.go.id"}
        ).status_code
        == 400
    )


@pytest.mark.parametrize("path", ["/", "/akun/masuk/", "/publik/", "/tidak-ada/", "/static/"])
def test_no_page_may_stand_in_a_frame_or_load_from_elsewhere(client, path):
    answer = client.get(path)
    assert answer.headers["X-Frame-Options"] == "DENY"
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_form_without_its_token_or_from_another_site_is_refused():
    careful = Client(enforce_csrf_checks=True)
    account = user()
    careful.get("/akun/masuk/")
    form = {"login": account.username, "password": PASSWORD}
    assert careful.post("/akun/masuk/", form).status_code == 403
    token = careful.cookies["csrftoken"].value
    elsewhere = careful.post(
        "/akun/masuk/", {**form, "csrfmiddlewaretoken": token}, headers={"Origin": "https://jahat.example"}
    )
    assert elsewhere.status_code == 403
    assert careful.post("/akun/masuk/", {**form, "csrfmiddlewaretoken": token}).status_code == 302


def test_the_session_is_another_after_signing_in_and_none_after_signing_out(client):
    client.get("/akun/masuk/")
    client.session["asked"] = True
    planted = client.cookies.get("sessionid")
    sign_in(client, user())
    own = client.cookies["sessionid"]
    assert planted is None or planted.value != own.value
    assert own["httponly"]
    assert own["samesite"] == "Lax"
    stolen = Client()
    stolen.cookies["sessionid"] = own.value
    assert stolen.get(reverse("portal:account")).status_code == 200
    client.post("/akun/keluar/")
    assert stolen.get(reverse("portal:account")).status_code == 302


def test_a_session_ended_elsewhere_opens_nothing_any_more(client):
    account = user()
    sign_in(client, account)
    client.get("/")
    assert end_sessions(account) >= 1
    assert client.get(reverse("portal:account")).status_code == 302


@pytest.mark.parametrize("ended", ["expired", "closed", "password"])
def test_a_session_of_yesterday_a_closed_account_or_an_old_password_opens_nothing(client, ended):
    account = user()
    sign_in(client, account)
    assert client.get(reverse("portal:account")).status_code == 200
    if ended == "expired":
        Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    elif ended == "closed":
        type(account).objects.filter(pk=account.pk).update(is_active=False)
    else:
        type(account).objects.filter(pk=account.pk).update(password="!")  # pragma: allowlist secret
    assert client.get(reverse("portal:account")).status_code == 302


def test_signing_in_says_the_same_of_an_unknown_name_and_a_wrong_password(client):
    known = user().username
    told = {
        re.sub(r'value="[^"]*"', "", client.post("/akun/masuk/", form).content.decode())
        for form in (
            {"login": known, "password": "salah-sama-sekali"},  # pragma: allowlist secret
            {"login": "tidak.ada", "password": "salah-sama-sekali"},  # pragma: allowlist secret
        )
    }
    assert len(told) == 1
