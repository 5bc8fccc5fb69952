"""The invented boarding cohort is as large as the one reported, and touches no other year or centre."""

from __future__ import annotations

import pytest

from titian.accounts.actions import system_actor
from titian.core import access
from titian.evaluation.actions import fold_touched
from titian.evaluation.queries.boarding import boarding_report
from titian.people.models import Person
from titian.planning.models import TrainingClass
from titian.seeds.actions.boarding import CENTRE, seed_boarding

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.timeout(300)]


def test_the_whole_cohort_is_7496_people_from_263_regencies_over_four_years(country, settings):
    actor = system_actor("seed")
    with access.acting_as(actor.pk):
        made, again = seed_boarding(actor), seed_boarding(actor)
    fold_touched()
    with access.acting_as(actor.pk):
        report = boarding_report(actor, as_of=None)

    assert (made, again) == (7496, 0)
    assert (report.whole.people, report.whole.regencies, report.whole.without_regency) == (7496, 263, 0)
    assert [(one.row, one.people) for one in report.years] == [
        ("2017", 1280), ("2018", 1760), ("2019", 2704), ("2020", 1752),
    ]  # fmt: skip
    assert len(report.regencies) == 263
    for one in (report.whole, *report.years, *report.regencies):
        assert one.finished + one.failed + one.result_unknown == one.people
        placed = sum(kind.all for kind in one.placed.values())
        assert placed + one.idle + one.works_undated + one.work_unknown == one.finished
    centre = report.whole.placed["centre"]
    assert min(centre) > 0
    assert {kind for kind, known in report.whole.placed.items() if known.all} == {"centre"}
    assert not Person.objects.filter(is_demo=False).exists()
    classes = TrainingClass.objects.all()
    assert set(classes.values_list("centre__name", flat=True)) == {CENTRE}
    assert set(classes.values_list("year", flat=True)) == {2017, 2018, 2019, 2020}
    assert max(classes.values_list("ends_on", flat=True)).year == 2020
