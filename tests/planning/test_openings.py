from __future__ import annotations

import pytest
from django.db import IntegrityError

from factories import people
from factories.network import user
from titian.core.errors import DomainError
from titian.planning.actions import OpeningPlan, lock_openings, open_for_application
from titian.planning.models import Opening
from titian.planning.queries import groups_of
from titian.planning.rules import cautions_of_opening, why_opening_is_refused
from titian.planning.seats import DISABILITY, PlannedGroup, seats_of

HOME = PlannedGroup("Asal Banyuwangi", 8, (("35.10",), ()))
OPEN = PlannedGroup("Terbuka", 7, ((),))
GUARANTEE = PlannedGroup("Disabilitas", 1, ((DISABILITY,), ()), guarantee=True)
SOUND = [GUARANTEE, HOME, OPEN]


def why(groups, **more):
    said = {
        "seats": 16, "beds_men": 0, "beds_women": 0, "only_sex": "", "only_sex_reason": "", "written_weight": 60,
        "interview_weight": 40, "ages": (17, None),
    }  # fmt: skip
    return why_opening_is_refused(groups, **{**said, **more})


def test_a_sound_plan_is_not_refused():
    assert why(SOUND) is None
    assert cautions_of_opening(SOUND) == []


@pytest.mark.parametrize(
    ("groups", "more", "sentence"),
    [
        (SOUND, {"seats": 20}, "berjumlah 16 kursi, padahal paket ini 20"),
        ([HOME, GUARANTEE, OPEN], {}, "“Disabilitas” berada sesudah kelompok lain"),
        ([PlannedGroup("Kosong", 16, ())], {}, "menyebut siapa yang diutamakan"),
        (
            [PlannedGroup("A", 16, ((),), beds_men=4)],
            {"beds_men": 3},
            "4 kursi dapat memakai tempat tidur putra",
        ),
        ([PlannedGroup("A", 16, ((),), beds_women=1)], {}, "padahal hanya ada 0"),
        (SOUND, {"only_sex": "P"}, "memerlukan dasar hukum"),
        (SOUND, {"written_weight": 70}, "berjumlah 100"),
        (SOUND, {"ages": (18, 17)}, "Usia maksimum"),
        (
            [PlannedGroup("A", 16, (tuple(f"35.{code}" for code in range(61)), ()))],
            {},
            "menyebut 61 daerah dan jaminan; satu paket paling banyak 60",
        ),
    ],
)
def test_an_unsound_plan_is_refused_in_words(groups, more, sentence):
    assert sentence in why(groups, **more)


def test_inside_a_group_seats_hosting_fewer_terms_come_first():
    seats = seats_of([PlannedGroup("A", 4, ((),), beds_men=2, beds_women=1), PlannedGroup("B", 1, ((),))])
    assert [(seat.group, seat.terms) for seat in seats] == [(0, 1), (0, 3), (0, 3), (0, 5), (1, 1)]


def test_one_seat_may_come_with_either_bed():
    assert [seat.terms for seat in seats_of([PlannedGroup("A", 1, ((),), beds_men=1, beds_women=1)])] == [7]


def test_seats_that_may_stay_empty_are_said():
    hard = PlannedGroup("Asal saja", 2, (("35.10",),), beds_men=1, beds_women=2, beds_only=True)
    assert len(cautions_of_opening([hard])) == 3


@pytest.mark.django_db
def test_a_plan_is_replaced_until_a_round_uses_it():
    training_class, actor = people.training_class(), user()
    plan = OpeningPlan(decree="KEP 1/2026", seats=16)
    open_for_application(training_class, plan, SOUND, actor=actor)
    opening = open_for_application(training_class, plan, [PlannedGroup("Terbuka", 16, ((),))], actor=actor)
    assert [group.name for group in groups_of(opening)] == ["Terbuka"]
    lock_openings([opening.pk], actor=actor)
    with pytest.raises(DomainError, match="tidak dapat diubah"):
        open_for_application(training_class, plan, SOUND, actor=actor)
    assert Opening.objects.count() == 1


@pytest.mark.django_db
def test_a_restriction_by_sex_without_law_is_refused_by_the_database_too():
    with pytest.raises(IntegrityError, match="sex_only_with_a_legal_reason"):
        Opening.objects.create(training_class=people.training_class(), decree="KEP 1", only_sex="L")
