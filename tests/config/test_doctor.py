import pytest
from django.db import connection

from titian.config import clock, doctor, jobs
from titian.config.management.commands import worker
from titian.core.db.roles import why_role_may_not_serve
from titian.core.errors import DomainError


def test_keys_that_others_may_read_are_reported_with_the_remedy(tmp_path):
    path = tmp_path / "keys.json"
    path.touch(mode=0o644)
    path.chmod(0o644)
    assert doctor._keys(path) == doctor.Finding("berkas kunci", f"{path} 0644", f"chmod 600 {path}")
    path.chmod(0o600)
    assert doctor._keys(path).remedy == ""


def test_missing_keys_are_reported(tmp_path):
    assert "./titian init" in doctor._keys(tmp_path / "keys.json").remedy


def test_a_full_disk_is_reported(tmp_path, monkeypatch):
    usage = type("Usage", (), {"free": 1024**2})
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _path: usage)
    assert "Kosongkan ruang disk" in doctor._disk(tmp_path / "not" / "there" / "yet").remedy


@pytest.mark.django_db
def test_a_clock_far_off_is_reported(monkeypatch):
    assert doctor._clock().remedy == ""
    monkeypatch.setattr(doctor, "seconds_apart", lambda: 61.0)
    assert "NTP" in doctor._clock().remedy


@pytest.mark.django_db
def test_a_schedule_that_ran_ahead_of_the_clock_is_reported_and_a_restarted_worker_goes_by_the_clock():
    def ticks() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_periodic_defers WHERE task_name = 'uji'")
            return cursor.fetchone()[0]

    with connection.cursor() as cursor:
        cursor.execute("""
            INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp)
            SELECT 'uji', extract(epoch FROM now() + make_interval(hours => ahead)) FROM unnest(ARRAY[-1, 24]) ahead
        """)
    assert "mulai ulang titian-worker" in doctor._schedule().remedy
    worker._forget_ticks_to_come()
    assert (doctor._schedule().remedy, ticks()) == ("", 1)


@pytest.mark.django_db
def test_nothing_is_deleted_by_age_while_the_clocks_differ(monkeypatch):
    monkeypatch.setattr(clock, "seconds_apart", lambda: 3600.0)
    with pytest.raises(DomainError, match="berselisih 3600 detik"):
        jobs.retire_nightly(timestamp=0)


@pytest.mark.django_db
def test_all_migrations_are_applied():
    assert doctor._unapplied() == 0


@pytest.mark.django_db
def test_demo_people_in_a_real_installation_are_reported(settings, django_user_model):
    django_user_model.objects.create(username="peraga", name="Peraga", is_demo=True)
    assert doctor._demo_people().remedy == ""
    settings.PRODUCTION = True
    assert "basis data lain" in doctor._demo_people().remedy


@pytest.mark.django_db
def test_the_owner_of_the_tables_may_not_serve():
    assert "memiliki tabel" in why_role_may_not_serve()


@pytest.mark.django_db
def test_the_serving_role_may_serve(acting_as):
    with acting_as(None):
        assert why_role_may_not_serve() is None
