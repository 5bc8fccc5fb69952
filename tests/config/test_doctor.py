import asyncio

import pytest
from django.db import connection
from procrastinate.periodic import PeriodicRegistry

from titian.accounts.actions import system_actor
from titian.admissions.jobs import remind_and_let_go
from titian.config import clock, doctor
from titian.config.clock import Schedule
from titian.config.retention import retire_all
from titian.core import clock as core_clock
from titian.core.db.roles import why_role_may_not_serve
from titian.core.errors import DomainError
from titian.counselling.jobs import drain_outbox
from titian.evaluation.jobs import fold
from titian.rosters.jobs import forget


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
    clock.forget_ticks_to_come()
    assert (doctor._schedule().remedy, ticks()) == ("", 1)


def retire(timestamp: int) -> None:
    """As the nightly job and `./titian retention --apply` do once somebody has seen a dry run."""
    retire_all(system_actor("shell"))


@pytest.mark.django_db
@pytest.mark.parametrize("job", [retire, forget, remind_and_let_go, drain_outbox])
def test_nothing_is_deleted_let_go_or_sent_by_age_while_the_clocks_differ(monkeypatch, job):
    monkeypatch.setattr(core_clock, "seconds_apart", lambda: 3600.0)
    with pytest.raises(DomainError, match="berselisih 3600 detik"):
        job(timestamp=0)


def test_the_schedule_begins_anew_where_the_clock_is_moved_and_catches_up_where_the_machine_slept(
    monkeypatch,
):
    registry = PeriodicRegistry()
    registry.register_task(fold, "*/10 * * * *", "", {})
    schedule, wall, passed, queued, forgotten = Schedule(registry), [6_000_001.0], [0.0], [], []

    async def defer(jobs_to_defer):
        queued.append([timestamp for _task, timestamp in jobs_to_defer])

    monkeypatch.setattr(schedule, "defer_jobs", defer)
    monkeypatch.setattr(clock, "forget_ticks_to_come", lambda: forgotten.append(wall[0]))
    monkeypatch.setattr(clock.time, "time", lambda: wall[0])
    monkeypatch.setattr(clock.time, "clock_gettime", lambda _clock: passed[0])

    def turn(*, wall_by: float, passed_by: float) -> list[int]:
        wall[0] += wall_by
        passed[0] += passed_by
        asyncio.run(schedule.turn())
        return queued[-1]

    assert turn(wall_by=0, passed_by=0) == [6_000_000]
    assert turn(wall_by=1800, passed_by=1800) == [6_000_600, 6_001_200, 6_001_800]  # slept half an hour
    assert turn(wall_by=365 * 86_400, passed_by=60) == [6_001_800 + 365 * 86_400]  # not fifty thousand
    assert turn(wall_by=-366 * 86_400, passed_by=60) == [6_001_800 - 86_400]
    assert turn(wall_by=600, passed_by=600) == [6_001_800 - 86_400 + 600]
    assert len(forgotten) == 2


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
