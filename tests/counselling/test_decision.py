"""Five routes and no sixth; the officer chooses first; ties are refused in plain words."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from factories import network, people
from factories.counselling import counselling_office, decided, heard, step
from titian.core.errors import DomainError
from titian.counselling.actions import Outcome, record_route_outcomes
from titian.counselling.actions.decide import (
    change_choice,
    decide,
    finish_step,
    keep_choice,
    show_outcomes,
)
from titian.counselling.actions.ties import declare_kin, declare_member, note_family_card
from titian.counselling.models import Comparison, Decision, DecisionRoute, Route, RouteOutcome
from titian.counselling.queries.outcomes import alike_of, ranges_for
from titian.counselling.rules import Alike, Range, alike, clearly_better
from titian.journal.models import Entry
from titian.network.models import Role
from titian.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return counselling_office()


def choose(desk, interview, *steps, change="", actor=None):
    return decide(interview, list(steps), key=uuid4(), change=change, actor=actor or desk.officer)


def test_a_decision_may_name_several_routes_each_with_reason_and_step(desk):
    made = decided(desk, "training", "direct_job")
    assert (made.author, made.office, made.decided_on) == (desk.officer, desk.office, timezone.localdate())
    assert sorted(made.routes.values_list("route", flat=True)) == ["direct_job", "training"]
    entry = Entry.objects.get(verb="decide")
    assert entry.details["routes"] == ["direct_job", "training"]


def test_there_are_exactly_five_routes_and_the_database_knows_them(desk):
    assert len(Route.values) == 5
    made = decided(desk)
    with pytest.raises(IntegrityError, match="one_of_five_routes"), transaction.atomic():
        made.routes.update(route="wait")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reason": "ya"}, "alasannya"),
        ({"step": " "}, "langkah berikutnya"),
        ({"due_on": date(2020, 1, 1)}, "Batas waktu"),
        ({"step_owner": "partner"}, "lembaga yang dirujuk"),
        ({"route": "wait"}, "bukan salah satu dari lima"),
    ],
)
def test_a_route_without_what_it_needs_is_refused(desk, wrong, words):
    interview, _version = heard(desk)
    with pytest.raises(DomainError, match=words):
        choose(desk, interview, step(**wrong))


def test_triage_anew_needs_a_reason_and_leaves_the_former_decision_readable(desk):
    former = decided(desk)
    interview = former.version.interview
    with pytest.raises(DomainError, match="mengapa keputusan sebelumnya diubah"):
        choose(desk, interview, step("direct_job"))
    made = choose(desk, interview, step("direct_job"), change="Sudah mendapat tawaran kerja")
    assert made.replaces == former
    assert list(Decision.objects.in_force()) == [made]
    assert former.routes.get().void
    assert Entry.objects.filter(verb="decide").latest("pk").reason == "Sudah mendapat tawaran kerja"


def test_a_retried_decision_is_one_decision(desk):
    interview, _version = heard(desk)
    key = uuid4()
    both = [decide(interview, [step()], key=key, change="", actor=desk.officer) for _turn in range(2)]
    assert both[0] == both[1]


def test_an_officer_does_not_decide_for_a_declared_relative(desk):
    interview, _version = heard(desk)
    declare_kin(desk.person, "sibling", actor=desk.officer)
    with pytest.raises(DomainError, match=r"kerabat \(saudara kandung\), jadi rekan Anda yang memutuskan"):
        choose(desk, interview, step())
    assert choose(desk, interview, step(), actor=desk.colleague)


def test_an_officer_does_not_decide_for_somebody_on_the_same_family_card(desk, acting_as):
    interview, _version = heard(desk)
    with acting_as(desk.officer):
        note_family_card("3510 0101 0190 0001", actor=desk.officer)
        note_family_card("3510010101900001", actor=desk.officer, person=desk.person)
        with pytest.raises(DomainError, match="satu kartu keluarga"):
            choose(desk, interview, step())
    with acting_as(desk.colleague):
        assert choose(desk, interview, step(), actor=desk.colleague)


def test_an_officer_does_not_decide_for_oneself(desk):
    interview, _version = heard(desk)
    Person.objects.filter(pk=desk.person.pk).update(user=desk.officer)
    with pytest.raises(DomainError, match="diri sendiri"):
        choose(desk, interview, step())


@pytest.mark.parametrize("declared", [True, False])
def test_an_officer_refers_nobody_to_an_organisation_of_which_the_officer_is_a_member(desk, declared):
    interview, _version = heard(desk)
    own = network.organisation("BLK Komunitas Sendiri", "blk_community")
    if declared:
        declare_member(own, actor=desk.officer)
    else:
        member = network.member(Role.CENTRE_CLERK, own)
        own.memberships.filter(user=member).update(user=desk.officer)
    referral = step(step_owner="partner", partner=own.pk)
    with pytest.raises(DomainError, match="Anda anggota BLK Komunitas Sendiri"):
        choose(desk, interview, referral)
    other = network.organisation("BLK Komunitas Lain", "blk_community")
    assert choose(desk, interview, step(step_owner="partner", partner=other.pk))


def report(group: Alike, **works: int) -> None:
    outcomes = [
        Outcome(route, group, decided=250, known=known, verified=0, reported=count, stated=0)
        for route, (count, known) in {name: (n, 200) for name, n in works.items()}.items()
    ]
    record_route_outcomes(outcomes, days=182, as_of=timezone.localdate(), actor=network.user())


def test_outcomes_are_shown_only_after_the_choice_and_kept_as_shown(desk):
    with pytest.raises(DomainError, match="lebih dahulu"):
        keep_choice(decided(desk), "", actor=desk.officer)
    made = Decision.objects.get(person=desk.person)
    report(alike_of(made), training=60, direct_job=140)
    shown = show_outcomes(made, actor=desk.officer)
    assert shown.clearly_better == "direct_job"
    report(alike_of(made), training=199, direct_job=1)  # what comes later changes nothing of what was seen
    assert show_outcomes(made, actor=desk.officer).shown == Comparison.objects.get().shown
    assert next(one for one in shown.shown if one["route"] == "training")["known"] == 200
    with pytest.raises(DomainError, match="jelas lebih sering"):
        keep_choice(made, "", actor=desk.officer)
    kept = keep_choice(made, "Orangnya belum siap bekerja penuh", actor=desk.officer)
    assert (kept.verdict, kept.reason) == ("kept", "Orangnya belum siap bekerja penuh")
    with pytest.raises(DomainError, match="sudah dijawab"):
        change_choice(made, "Ternyata lain sekali", actor=desk.officer)


def test_a_change_after_the_comparison_keeps_its_reason(desk):
    made = decided(desk)
    show_outcomes(made, actor=desk.officer)
    with pytest.raises(DomainError, match="alasan mengubah"):
        change_choice(made, "ya", actor=desk.officer)
    assert change_choice(made, "Rentang kerja langsung lebih tinggi", actor=desk.officer).verdict == "changed"


def test_of_too_few_known_people_there_is_no_range(desk):
    made = decided(desk)
    group = alike_of(made)
    record_route_outcomes(
        [
            Outcome("training", group, decided=90, known=29, verified=29, reported=0, stated=0),
            Outcome("direct_job", group, decided=90, known=30, verified=10, reported=10, stated=0),
        ],
        days=182, as_of=timezone.localdate(), actor=desk.officer,
    )  # fmt: skip
    by_route = {one.route: one for one in ranges_for(made)}
    assert not by_route["training"].is_enough
    assert by_route["training"].verified is None
    assert by_route["direct_job"].is_enough
    assert by_route["direct_job"].verified == by_route["direct_job"].reported  # 10 of 30 each, never 20
    assert by_route["direct_job"].verified == pytest.approx((0.1923, 0.5122), abs=1e-4)
    assert by_route["self_employment"].decided == 0


def test_sex_disability_and_origin_change_nothing_of_what_is_expected(desk):
    """Nothing that leads to a range may take them: neither the group, nor the table, nor what is reported down."""
    made = decided(desk)
    report(alike_of(made), training=60, direct_job=140)
    expected = ranges_for(made)
    people.disability(desk.person)
    Person.objects.filter(pk=desk.person.pk).update(
        sex="P", regency=people.region("51.03"), birth_place="Badung"
    )
    again = Decision.objects.select_related("person", "version").get(pk=made.pk)
    assert ranges_for(again) == expected
    columns = {field.name for field in RouteOutcome._meta.get_fields()}
    assert columns.isdisjoint({"sex", "disability", "regency", "region", "birth_place", "person", "religion"})
    assert Alike._fields == ("schooling", "age", "worked")


def test_a_route_is_clearly_better_only_where_whole_ranges_lie_apart():
    def one(route, known, low, high):
        return Range(route, known, known, None, (low, high), None)

    low, middle, high = (
        one("training", 200, 0.2, 0.3),
        one("direct_job", 200, 0.28, 0.4),
        one("self_employment", 200, 0.5, 0.6),
    )
    assert clearly_better([low, middle], {"training"}) == ""
    assert clearly_better([low, middle, high], {"training"}) == "self_employment"
    assert clearly_better([low, high], {"training", "direct_job"}) == ""  # one of the chosen is not known
    assert clearly_better([low, one("self_employment", 29, 0.5, 0.9)], {"training"}) == ""
    verified = Range("self_employment", 200, 200, (0.5, 0.6), None, None)
    assert clearly_better([low, verified], {"training"}) == ""  # other evidence: not compared


def test_a_group_is_made_of_schooling_age_and_work():
    assert alike(schooling="upper", age=24, worked="never") == ("upper", "under_25", "never")
    assert alike(schooling="", age=45, worked="") == ("unknown", "45_up", "unknown")


def test_a_step_is_finished_once_with_its_result(desk):
    taken = decided(desk).routes.get()
    with pytest.raises(DomainError, match="hasilnya"):
        finish_step(taken, " ", actor=desk.officer)
    assert finish_step(taken, "Terdaftar di kelas las", actor=desk.colleague).done_on == timezone.localdate()
    with pytest.raises(DomainError, match="sudah selesai"):
        finish_step(taken, "lagi", actor=desk.officer)


def test_a_decision_is_seen_by_who_serves_the_person_and_by_nobody_else(desk, acting_as):
    decided(desk)
    stranger = counselling_office("51.03")
    for user, seen in [
        (desk.colleague, 1),
        (desk.person.user, 1),
        (stranger.officer, 0),
        (stranger.person.user, 0),
    ]:
        with acting_as(user):
            assert (Decision.objects.count(), DecisionRoute.objects.count()) == (seen, seen)
    with acting_as(desk.person.user):
        assert Comparison.objects.count() == 0


def test_a_step_due_later_than_a_year_is_no_step(desk):
    interview, _version = heard(desk)
    with pytest.raises(DomainError, match="setahun lagi"):
        choose(desk, interview, step(due_on=timezone.localdate() + timedelta(days=400)))
