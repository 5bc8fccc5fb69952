import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from prometheus_client import REGISTRY

from titian.accounts.actions import one_time_link, open_account, system_actor
from titian.accounts.models import User
from titian.core.errors import DomainError

PASSWORD = "jembatan-kayu-panjang"  # pragma: allowlist secret


@pytest.fixture
def clerk(db):
    cache.clear()
    return open_account("petugas", "Siti Petugas", password=PASSWORD)


def sign_in(client, password=PASSWORD, username="petugas"):
    return client.post(reverse("account_login"), {"login": username, "password": password})


def test_the_right_password_opens_the_door(client, clerk):
    response = sign_in(client)
    assert response.status_code == 302
    assert int(client.session["_auth_user_id"]) == clerk.pk


def test_a_wrong_password_is_answered_like_an_unknown_name(client, clerk):
    wrong = sign_in(client, password="salah-sekali-ini")
    unknown = sign_in(client, username="tidak-ada")
    assert (wrong.status_code, unknown.status_code) == (200, 200)
    assert "_auth_user_id" not in client.session


def test_wrong_passwords_are_counted_in_the_table_all_processes_share(client, clerk):
    for _attempt in range(5):
        sign_in(client, password="salah-sekali-ini")  # pragma: allowlist secret
    sign_in(client)  # the right one comes too late
    assert "_auth_user_id" not in client.session
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        keys = " ".join(key for (key,) in cursor.fetchall())
    assert "login_failed" in keys


def test_nobody_signs_up(client, db):
    assert client.get("/akun/signup/").status_code == 404


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client, clerk):
    sign_in(client)
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_every_answer_carries_the_strict_policy(client, db):
    headers = client.get(reverse("account_login")).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'self'",
        "img-src": "'self' data:",
        "base-uri": "'none'",
        "object-src": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_one_time_link_works_once(client, db):
    cache.clear()
    user = open_account("baru", "Akun Baru")
    link = one_time_link(user)
    form = client.get(link, follow=True)
    assert form.status_code == 200
    chosen = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post(form.redirect_chain[-1][0], chosen).status_code == 302
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    client.logout()
    again = client.get(link, follow=True)
    assert "tidak berlaku" in again.content.decode()


def test_a_second_factor_is_asked_for_and_stored_sealed(client, clerk):
    secret = generate_totp_secret()
    factor = TOTP.activate(clerk, secret).instance
    stored = Authenticator.objects.get(pk=factor.pk).data["secret"]
    assert secret not in stored
    response = sign_in(client)
    assert response.url.startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in client.session
    failed = "titian_sign_in_failed_total"
    before = REGISTRY.get_sample_value(failed)
    client.post(reverse("mfa_authenticate"), {"code": "salah"})
    assert REGISTRY.get_sample_value(failed) == before + 1
    counter = next(yield_hotp_counters_from_time())
    client.post(reverse("mfa_authenticate"), {"code": format_hotp_value(hotp_value(secret, counter))})
    assert int(client.session["_auth_user_id"]) == clerk.pk


def test_a_name_is_given_once(clerk):
    with pytest.raises(DomainError) as refused:
        open_account("petugas", "Orang Lain")
    assert refused.value.code == "username_taken"


def test_a_weak_password_is_refused(db):
    with pytest.raises(DomainError) as refused:
        open_account("baru", "Akun Baru", password="12345678")
    assert refused.value.code == "weak_password"
    assert not User.objects.filter(username="baru").exists()


def test_a_system_actor_is_made_once_and_cannot_sign_in(db):
    actor = system_actor("shell")
    assert system_actor("shell").pk == actor.pk
    assert actor.is_system
    assert not actor.has_usable_password()


def test_an_unknown_system_actor_is_refused(db):
    with pytest.raises(DomainError) as refused:
        system_actor("anybody")
    assert refused.value.code == "unknown_system_actor"
