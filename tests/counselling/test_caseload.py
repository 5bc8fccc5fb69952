"""Whom the caseload says nobody has heard yet, whatever happened to their registrations before."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from factories import people
from factories.counselling import counselling_office
from titian.core.errors import DomainError
from titian.counselling.actions.interviews import open_interview
from titian.counselling.models import Interview
from titian.counselling.queries.caseload import cases, counts
from titian.people.actions import end_job_seeking, merge, place_seekers, undo_merge
from titian.people.models import JobSeekerEvent, Merge, Person

TODAY = timezone.localdate


def by_definition(offices) -> list[int]:
    """Registered, not ended, and without an interview at any of these offices; asked without the mark."""
    standing = JobSeekerEvent.objects.filter(kind="registered", ended_by=None, office__in=offices)
    heard = Interview.objects.filter(office__in=offices).values("person")
    return sorted(standing.exclude(person__in=heard).values_list("person", flat=True))


def registered(person, desk, days: int = 0) -> None:
    day = TODAY() - timedelta(days=days)
    JobSeekerEvent.objects.create(
        person=person, office=desk.office, kind="registered", on=day, age=30, sex="L"
    )


def without_nik(many: int) -> list[Person]:
    """Return people who may turn out to be one: two numbers never are."""
    made = [people.person() for _each in range(many)]
    Person.objects.filter(pk__in=[one.pk for one in made]).update(
        nik_hash=None, nik_cipher=None, nik_key_version=None, no_nik_reason="lost"
    )
    return made


@pytest.mark.django_db
def test_after_any_history_the_caseload_names_exactly_those_whom_nobody_heard() -> None:
    chance, desks = Random(20261126), [counselling_office("35.10"), counselling_office("51.03")]
    offices = [desk.office.pk for desk in desks]
    known = without_nik(3)

    def register(person, desk):
        if not JobSeekerEvent.objects.filter(person=person, kind="registered", ended_by=None).exists():
            registered(person, desk, chance.randrange(90))

    def hear(person, desk):
        open_interview(person, desk.office, actor=desk.officer)

    def remove(person, desk):
        end_job_seeking(person, "removed", TODAY(), reason="pindah", actor=desk.officer)

    def work(person, _desk):
        place_seekers({person.pk: TODAY()})

    def join(person, desk):
        other = chance.choice([one for one in known if one != person])
        merge(person.pk, other.pk, evidence=[], reason="KTP keduanya diperiksa", actor=desk.officer)

    def part(_person, desk):
        undo_merge(Merge.objects.filter(undone_at=None).latest("pk"), reason="adiknya", actor=desk.officer)

    done = set()
    for _step in range(60):
        deed = chance.choice([register, register, register, hear, remove, work, join, part, part])
        person = chance.choice(list(Person.objects.filter(merged_into=None)))
        try:
            deed(person, chance.choice(desks))
        except (DomainError, Merge.DoesNotExist):
            continue
        done.add(deed)
        wanted = by_definition(offices)
        assert sorted(one.person_id for one in cases(offices, TODAY(), motive="unheard")) == wanted
        assert counts(offices, TODAY())["unheard"] == len(wanted)
    assert len(done) == 6


@pytest.mark.django_db
def test_a_registration_heard_or_ended_is_not_read_again() -> None:
    desk = counselling_office()
    heard, placed, removed, other = [people.person() for _each in range(4)]
    for person in (heard, placed, removed, other):
        registered(person, desk)
    open_interview(heard, desk.office, actor=desk.officer)
    place_seekers({placed.pk: TODAY()})
    end_job_seeking(removed, "removed", TODAY(), reason="pindah", actor=desk.officer)
    marked = JobSeekerEvent.objects.filter(kind="registered", waits=True)
    assert [one.person_id for one in marked] == [other.pk]


@pytest.mark.django_db
def test_who_was_heard_as_one_person_is_to_be_heard_again_as_two() -> None:
    desk = counselling_office()
    kept, joined = without_nik(2)
    registered(joined, desk)
    done = merge(kept.pk, joined.pk, evidence=[], reason="KTP keduanya diperiksa", actor=desk.officer)
    open_interview(kept, desk.office, actor=desk.officer)
    assert cases([desk.office.pk], TODAY(), motive="unheard") == []
    undo_merge(done, reason="ternyata adiknya", actor=desk.officer)
    assert [one.person_id for one in cases([desk.office.pk], TODAY(), motive="unheard")] == [joined.pk]
