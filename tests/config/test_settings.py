"""The settings module in processes of its own, as a server would start it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from titian.config.places import ROOT

READY = {"TITIAN_ALLOWED_HOSTS": "titian.contoh.go.id", "TITIAN_TLS": "proxy"}


def start(home, code="", **environment) -> subprocess.CompletedProcess[str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TITIAN", "DATABASE", "DJANGO", "PYTEST"))
    }
    return subprocess.run(
        [sys.executable, "-c", f"import titian.config.settings as settings\n{code}"],
        env={**inherited, "PYTHONPATH": str(ROOT / "src"), "TITIAN_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def home(tmp_path):
    start(tmp_path, TITIAN_MODE="demo")  # makes keys
    return tmp_path


@pytest.mark.parametrize(
    ("missing", "named"),
    [("TITIAN_ALLOWED_HOSTS", "TITIAN_ALLOWED_HOSTS belum diisi"), ("TITIAN_TLS", "TITIAN_TLS belum diisi")],
)
def test_a_site_for_real_people_refuses_to_start_unprepared(home, missing, named):
    done = start(home, **{name: value for name, value in READY.items() if name != missing})
    assert done.returncode == 2
    assert named in done.stderr
    assert "is not set" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_site_for_real_people_refuses_to_make_new_keys(tmp_path):
    done = start(tmp_path, **READY)
    assert done.returncode == 2
    assert "The keys file is missing" in done.stderr
    assert not (tmp_path / "keys.json").exists()


def test_a_prepared_site_starts_with_secure_cookies_and_headers(home):
    done = start(
        home,
        "print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT,"
        " settings.SECURE_HSTS_SECONDS > 0, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS,"
        " settings.SECURE_PROXY_SSL_HEADER, settings.DEBUG,"
        " settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)",
        **READY,
    )
    assert (
        done.stdout
        == "True True True True True ('HTTP_X_FORWARDED_PROTO', 'https') False __Host-sessionid __Host-csrftoken\n"
    )


def test_a_site_that_ends_tls_itself_believes_no_forwarded_header(home):
    done = start(
        home, "print(hasattr(settings, 'SECURE_PROXY_SSL_HEADER'))", **{**READY, "TITIAN_TLS": "direct"}
    )
    assert done.stdout == "False\n"


def test_the_home_remembers_what_it_was_told_and_the_environment_wins(home):
    (home / "titian.env").write_text("TITIAN_MODE=demo\nTITIAN_TIME_ZONE=Asia/Makassar\n")
    assert start(home, "print(settings.MODE, settings.TIME_ZONE)").stdout == "demo Asia/Makassar\n"
    assert start(home, TITIAN_MODE="production").returncode == 2


def test_a_demo_answers_this_machine_only(home):
    done = start(home, "print(settings.ALLOWED_HOSTS)", TITIAN_MODE="demo")
    assert done.stdout == "['localhost', '127.0.0.1']\n"


def test_keys_are_made_once_and_for_their_owner_alone(home):
    before = (home / "keys.json").read_bytes()
    assert (home / "keys.json").stat().st_mode & 0o777 == 0o600
    start(home, TITIAN_MODE="demo")
    assert (home / "keys.json").read_bytes() == before


def test_a_server_may_be_named_by_two_addresses(home):
    done = start(
        home,
        "print(settings.DATABASES['default']['USER'], settings.DATABASES['default']['HOST'],"
        " settings.OWNER_DATABASE['USER'])",
        TITIAN_MODE="demo",
        DATABASE_URL="postgresql://titian_app:x@/titian?host=/run/postgresql",
        DATABASE_OWNER_URL="postgresql://titian_owner:x@db.contoh.go.id:5432/titian",
    )
    assert done.stdout == "titian_app /run/postgresql titian_owner\n"
