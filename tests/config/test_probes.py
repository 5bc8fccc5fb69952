"""Machines that watch get numbers; strangers get nothing, and nobody gets a name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from titian.config.gauges import gauges
from titian.config.places import ROOT

TOKEN = {"HTTP_AUTHORIZATION": "Bearer penjaga-malam"}  # pragma: allowlist secret


@pytest.fixture
def _token(settings):
    settings.METRICS_TOKEN = "penjaga-malam"  # pragma: allowlist secret


@pytest.mark.django_db
def test_health_and_readiness_answer_whatever_host_and_scheme_is_asked(settings):
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["titian.contoh.go.id"]
    health = Client().get("/health", HTTP_HOST="10.0.0.5")
    assert (health.status_code, health.json()) == (200, {"status": "ok"})
    assert "Set-Cookie" not in health.headers


def test_health_needs_no_database(django_db_blocker):
    with django_db_blocker.block():
        assert Client().get("/health").status_code == 200


@pytest.mark.django_db
def test_a_site_on_a_role_that_steps_over_policies_is_not_ready():
    told = Client().get("/ready")  # tests are the owner
    assert (told.status_code, told.json()["role"]) == (503, "wrong")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE titian_app")
    assert Client().get("/ready").json() == {"status": "ok"}


@pytest.mark.django_db
def test_without_a_token_there_are_no_metrics(settings):
    settings.METRICS_TOKEN = ""
    assert Client().get("/metrics", HTTP_AUTHORIZATION="Bearer ").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("_token")
@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer salah", "penjaga-malam-malam"])
def test_a_stranger_gets_no_metrics(shown):
    assert Client().get("/metrics", HTTP_AUTHORIZATION=shown).status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("_token")
def test_every_number_the_alerts_watch_is_told(settings, tmp_path):
    settings.BACKUPS = str(tmp_path)
    settings.WATCHED_CERTIFICATE = str(tmp_path / "nobody-put-one-here.pem")
    Client().get("/halaman-yang-tidak-ada/")
    told = Client().get("/metrics", **TOKEN).content.decode()
    known = {sample.name for family in text_string_to_metric_families(told) for sample in family.samples}
    rules = (ROOT / "deploy" / "prometheus" / "alerts.yml").read_text()
    watched = set(re.findall(r"\btitian_\w+", rules))
    assert watched - known == set()
    assert "titian_certificate_seconds_left 0.0" in told  # as good as ended
    assert (
        'titian_refusals_total{why="policy"}' in told
    )  # also before the first, or no alert would see it come


@pytest.mark.django_db
def test_the_age_of_a_touched_enrolment_is_known():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO evaluation_touchedenrolment (enrolment_id, touched_at) VALUES (1, now() - interval '1 hour')"
        )
    ages = {gauge.name: gauge.value for gauge in gauges()}
    assert ages["titian_oldest_unfolded_seconds"] == pytest.approx(3600, abs=5)
    assert ages["titian_unfolded"] == 1


def test_every_alert_leads_to_a_line_of_the_3_am_page():
    rules = (ROOT / "deploy" / "prometheus" / "alerts.yml").read_text()
    page = (ROOT / "docs" / "operations.md").read_text()
    leads = re.findall(r'todo: "operations.md: ([^"]+)"', rules)
    assert len(leads) == rules.count("- alert:")
    assert [lead for lead in leads if f"| *{lead}* |" not in page] == []


def test_the_units_start_what_there_is():
    for unit in Path(ROOT / "deploy" / "systemd").glob("*.service"):
        for command in re.findall(r"/opt/titian/titian (\w+)", unit.read_text()):
            assert (ROOT / "src/titian/config/management/commands" / f"{command}.py").exists(), unit
