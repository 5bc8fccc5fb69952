"""Every table has a rule or a reason; what is due goes, what is held stays, what was deleted stays so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from factories import people
from factories.front_door import at_the_door
from titian.accounts.actions import system_actor
from titian.config import retention
from titian.config.retention import retire_all, retire_granted
from titian.core import tombstones
from titian.core.errors import DomainError
from titian.journal.actions.retention import hold, lift_hold, replay
from titian.journal.models import Look
from titian.journal.queries import due_of
from titian.people.models import DeletionRequest, JobSeekerCard, Merge, Person
from titian.people.queries import whole_nik
from titian.rosters.models import StagedRow
from titian.training.models import Enrolment

pytestmark = pytest.mark.django_db
TABLES = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
"""


@pytest.fixture(autouse=True)
def _own_list(settings, tmp_path) -> None:
    settings.TOMBSTONES = str(tmp_path / "tombstones.jsonl")
    settings.HOME = tmp_path


@pytest.fixture
def clock():
    return system_actor("shell")


def grow_old(person: Person, years: int) -> None:
    with connection.cursor() as cursor:
        for table, column, key in [
            ("people_person", "updated_at", "id"), ("training_enrolment", "updated_at", "person_id"),
            ("people_servicelink", "since", "person_id"), ("people_employmentspell", "updated_at", "person_id"),
        ]:  # fmt: skip
            cursor.execute(
                f"UPDATE {table} SET {column} = {column} - make_interval(years => %s) WHERE {key} = %s",
                [years, person.pk],
            )


def test_every_table_has_a_rule_or_a_reason_to_stay():
    page = retention.told()
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = {name for (name,) in cursor.fetchall()}
    ruled = {rule["table"] for rule in page["rule"]}
    kept = set(page["kept"])
    assert ruled & kept == set()
    assert tables - ruled - kept == set(), "give each a rule or a reason in config/retention.toml"
    assert (ruled | kept) - tables == set()


def test_every_rule_is_sql_that_runs_and_says_why(world):
    found = [due_of(rule, now=timezone.now()) for rule in retention.rules()]
    assert all(due.rule.why for due in found)
    assert {due.rule.table: due.rows for due in found if due.rows} == {}


def test_a_person_nobody_served_for_ten_years_is_no_longer_named(world, clock, acting_as):
    old, young = world.person, world.stranger
    grow_old(old, 11)
    enrolments = Enrolment.objects.filter(person=old).count()
    with acting_as(clock):
        assert retire_all(clock)["people_person"] == 1
    old.refresh_from_db()
    assert (old.name, old.phone, old.address, old.nik_hash, old.user_id) == (
        "(identitas dihapus)", "", "", None, None,
    )  # fmt: skip
    assert whole_nik(old) is None
    assert old.birth_date.strftime("%m-%d") == "01-01"
    assert Enrolment.objects.filter(person=old).count() == enrolments > 0
    assert not hasattr(Person.objects.get(pk=old.pk), "disability")
    assert Person.objects.get(pk=young.pk).name == "Made Rekaan"


def test_the_history_of_a_forgotten_person_goes_too(world, clock, acting_as):
    grow_old(world.person, 11)
    history = "SELECT count(*) FROM people_personevent WHERE pgh_obj_id = %s AND name = 'Siti Rekaan'"
    with connection.cursor() as cursor:
        cursor.execute(history, [world.person.pk])
        assert cursor.fetchone()[0] > 0
        with acting_as(clock):
            retire_all(clock)
        cursor.execute(history, [world.person.pk])
        assert cursor.fetchone()[0] == 0


def test_nobody_but_the_clock_deletes_history(world, acting_as):
    ask = "SELECT retire_history('people_personevent', '{1}')"
    with (
        acting_as(world.users["national_planner"]),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="only a system actor"),
        transaction.atomic(),
    ):
        cursor.execute(ask)


def test_a_legal_hold_stops_every_rule_of_that_person(world, clock, acting_as):
    grow_old(world.person, 11)
    with acting_as(clock):
        hold(world.person.pk, reason="Surat Kejaksaan 12/2026", actor=clock)
        assert "people_person" not in retire_all(clock)
    assert Person.objects.get(pk=world.person.pk).name == "Siti Rekaan"


def test_a_hold_says_on_whose_order(clock):
    with pytest.raises(DomainError):
        hold(None, reason=" ", actor=clock)


def test_what_was_deleted_after_a_backup_is_deleted_again_after_its_restore(world, clock, acting_as):
    look = Look.objects.create(
        actor=world.users["centre_clerk"], person_id=world.person.pk, what="nik",
        at=timezone.now() - timedelta(days=2000),
    )  # fmt: skip
    with acting_as(clock):
        assert retire_all(clock) == {"journal_look": 1}
    assert [(stone.table, stone.keys) for stone in tombstones.buried()] == [("journal_look", [look.pk])]
    look.save(force_insert=True)  # the backup brings it back
    with acting_as(clock):
        assert replay(retention.rules(), tombstones.buried(), actor=clock) == 1
    assert not Look.objects.filter(pk=look.pk).exists()


def test_nothing_is_deleted_before_somebody_has_seen_a_dry_run(world):
    with pytest.raises(CommandError, match="--dry-run"):
        call_command("retention", "--apply")
    call_command("retention", "--dry-run")
    call_command("retention", "--apply")
    (retention.settings.HOME / "retention.toml").write_text("[days]\njournal_look = 30\n")
    with pytest.raises(CommandError, match="--dry-run"):
        call_command("retention", "--apply")


def test_an_office_cannot_name_a_table_without_a_rule(settings):
    (settings.HOME / "retention.toml").write_text("[days]\npeople_persn = 30\n")
    with pytest.raises(DomainError, match="people_persn"):
        retention.rules()


def test_a_granted_deletion_is_carried_out_at_once_and_in_full_unless_it_is_held(world, clock, acting_as):
    """Without waiting for ten years or a dry run: an officer decided; a joined record is of the same person."""
    citizen, joined, other = world.person, people.person("Siti Rekan"), world.stranger
    Person.objects.filter(pk=joined.pk).update(merged_into=citizen)
    at_the_door(citizen, world.users["regency_office"])
    UserSession.objects.create(user=citizen.user, ip="127.0.0.1", session_key="milik-warga")
    Authenticator.objects.create(user=citizen.user, type=Authenticator.Type.TOTP, data={})
    Look.objects.create(
        actor=world.users["centre_clerk"],
        person_id=citizen.pk,
        what="nik",
        reason="Siti Rekaan datang sendiri",
    )
    told = "Siti Rekaan ditulis di sini"
    StagedRow.objects.filter(pk=world.row.pk).update(
        person=citizen, live=True, name=told, original=b"tersegel"
    )
    JobSeekerCard.objects.filter(person=citizen).update(skills=told)
    Merge.objects.filter(kept=citizen).update(reason=told)
    now = timezone.now()
    DeletionRequest.objects.create(
        person=citizen, reason=told, asked_by=world.users["citizen"], asked_at=now, due_at=now,
        state="granted", decided_at=now,
    )  # fmt: skip
    with acting_as(clock):
        placed = hold(citizen.pk, reason="Surat Kejaksaan 12/2026", actor=clock)
        retire_granted(clock)
        assert Person.objects.get(pk=citizen.pk).name == "Siti Rekaan"
        lift_hold(placed.pk, reason="selesai", actor=clock)
        retire_granted(clock)
    account = world.users["citizen"]
    account.refresh_from_db()
    assert (account.name, account.is_active, account.email) == ("(identitas dihapus)", False, "")
    assert (account.username, account.has_usable_password()) == (f"dihapus-{account.pk}", False)
    assert not UserSession.objects.filter(user=account).exists()
    assert not Authenticator.objects.filter(user=account).exists()
    assert [(look.actor, look.what, look.reason) for look in Look.objects.filter(person_id=citizen.pk)] == [
        (world.users["centre_clerk"], "nik", "")
    ]
    names = dict(Person.objects.filter(pk__in=[citizen.pk, joined.pk, other.pk]).values_list("pk", "name"))
    assert names == dict.fromkeys([citizen.pk, joined.pk], "(identitas dihapus)") | {other.pk: other.name}
    with connection.cursor() as cursor:
        for table in ("people_changerequest", "people_claim", "people_disability", "people_disabilityevent"):
            cursor.execute(f"SELECT count(*) FROM {table} WHERE person_id = %s", [citizen.pk])
            assert cursor.fetchone()[0] == 0, table
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE '%Siti Reka%'")
            assert cursor.fetchone()[0] == 0, table
    assert bytes(StagedRow.objects.get(pk=world.row.pk).original) == b""
    assert any(citizen.pk in stone.keys for stone in tombstones.buried() if stone.table == "people_person")
    with acting_as(clock):
        assert retire_granted(clock) == {}


def test_a_colleague_whose_own_record_is_deleted_keeps_the_account(world, clock, acting_as):
    clerk, now = world.users["centre_clerk"], timezone.now()
    own = people.person("Petugas Rekaan", served_by=world.centre, user=clerk)
    Authenticator.objects.create(user=clerk, type=Authenticator.Type.TOTP, data={})
    DeletionRequest.objects.create(
        person=own,
        reason="tidak perlu",
        asked_by=clerk,
        asked_at=now,
        due_at=now,
        state="granted",
        decided_at=now,
    )
    with acting_as(clock):
        retire_granted(clock)
    clerk.refresh_from_db()
    own.refresh_from_db()
    assert (own.name, own.user) == ("(identitas dihapus)", None)
    assert (clerk.name, clerk.is_active) == ("Petugas Balai", True)
    assert Authenticator.objects.filter(user=clerk).exists()
