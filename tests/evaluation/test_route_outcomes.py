"""What becomes of those counselled is counted half a year later and reported down, each kind of evidence apart."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from factories import people
from factories.counselling import counselling_office, decided, step
from factories.standards import job_status
from titian.accounts.actions import system_actor
from titian.counselling.actions.decide import decide
from titian.counselling.models import Decision, RouteOutcome
from titian.evaluation.jobs import report_routes_nightly
from titian.people.models import CardReport, EmploymentSpell, JobSeekerCard

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DECIDED = TODAY - timedelta(days=200)
DAY = DECIDED + timedelta(days=182)


@pytest.fixture
def desk():
    return counselling_office()


def counselled(desk, *routes: str):
    desk.person = people.person()
    made = decided(desk, *routes)
    Decision.objects.filter(pk=made.pk).update(decided_on=DECIDED)
    return desk.person


def spell(person, evidence: str, **more) -> None:
    told = {"starts_on": DECIDED + timedelta(days=20), "reported_on": DAY + timedelta(days=3), **more}
    EmploymentSpell.objects.create(person=person, status=job_status(), evidence=evidence, **told)


def counts(route: str = "training") -> tuple[int, ...]:
    report_routes_nightly(0)
    return RouteOutcome.objects.values_list("decided", "known", "verified", "reported", "stated").get(
        route=route
    )


def test_each_person_counts_once_under_the_best_evidence(desk):
    both = counselled(desk)
    spell(both, "self")
    spell(both, "verified")
    spell(counselled(desk), "centre")
    counselled(desk)  # nothing is known of this one
    assert counts() == (3, 2, 1, 1, 0)


def test_what_was_told_before_the_day_says_nothing_of_the_day(desk):
    spell(counselled(desk), "centre", reported_on=DAY - timedelta(days=60))
    spell(counselled(desk), "centre", ends_on=DAY - timedelta(days=1))
    spell(counselled(desk), "centre", starts_on=DAY + timedelta(days=1))
    assert counts() == (3, 0, 0, 0, 0)


def test_who_still_reports_as_job_seeker_is_known_not_to_work(desk):
    person = counselled(desk)
    card = JobSeekerCard.objects.create(
        person=person, office=desk.office, officer=desk.officer, key=uuid4(), token=str(uuid4())[:30], number=1,
        issued_on=DECIDED, valid_until=TODAY + timedelta(days=500),
        opened_at=timezone.now(), closed_at=timezone.now(),
    )  # fmt: skip
    CardReport.objects.create(card=card, due_on=DAY, reported_on=DAY)
    assert counts() == (1, 1, 0, 0, 0)


def test_a_young_decision_and_one_soon_replaced_are_left_out_and_several_routes_each_count(desk):
    counselled(desk, "training", "direct_job")
    person = counselled(desk)
    replaced = Decision.objects.get(person=person)
    decide(
        replaced.version.interview, [step("direct_job")], key=uuid4(), change="Sudah mendapat tawaran",
        actor=desk.officer,
    )  # fmt: skip
    Decision.objects.filter(replaces=replaced).update(decided_on=DECIDED + timedelta(days=30))
    assert counts("training")[0] == 1
    assert counts("direct_job")[0] == 1


def test_the_clock_sees_what_it_counts_under_the_serving_role(desk, acting_as):
    spell(counselled(desk), "centre")
    with acting_as(system_actor("shell")):
        assert counts() == (1, 1, 0, 1, 0)
