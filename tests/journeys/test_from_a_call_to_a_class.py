"""The published funnels of Subulussalam, February 2023: 281 applicants, 80 seats, two reserves a class."""

from __future__ import annotations

import json

import pytest

from factories import admissions as world
from titian.admissions.actions.judge import check_documents
from titian.admissions.bundle import checks_of
from titian.admissions.models import Choice, Exam, Offer, Rating
from titian.admissions.queries.progress import class_counts
from titian.planning.seats import PlannedGroup

# Of the 90 who applied for sewing 58 sat the written test; for the other classes no such number was published.
APPLIED = {"Menjahit": 90, "Roti dan Kue": 63, "Practical Office": 64, "Sepeda Motor": 41, "Instalasi": 23}
SEWING_TESTED = 58
SIXTEEN = [PlannedGroup("Terbuka", 16, ((),))]


@pytest.mark.django_db
def test_the_funnels_of_subulussalam() -> None:
    called = world.call(*[SIXTEEN for _class in APPLIED], reserves=2, written_weight=60, interview_weight=40)
    for place, applicants in enumerate(APPLIED.values()):
        for _number in range(applicants):
            check_documents(world.applicant(called, (place, 0)), complete=True, actor=called.clerk)
    for place in range(len(APPLIED)):
        choices = Choice.objects.filter(round_class=called.classes[place]).order_by("pk")
        for turn, choice in enumerate(choices):
            came = place > 0 or turn < SEWING_TESTED
            marks = [40 + turn * 7 % 50, 44 + turn * 7 % 50] if came else [None]
            Rating.objects.bulk_create(  # 550 marks; each by `rate` is tested elsewhere
                Rating(choice=choice, test=test, rater=rater, place=nth, mark=mark)
                for test in Exam
                for nth, (rater, mark) in enumerate(
                    zip((called.rater, called.second), marks, strict=False), start=1
                )
            )
    run = world.confirmed(called)

    counts = class_counts(called.round, run)
    assert [count.applied for count in counts] == list(APPLIED.values())
    assert sum(count.applied for count in counts) == 281
    assert [count.admitted for count in counts] == [16] * 5
    assert [count.reserve for count in counts] == [2] * 5
    sewing = counts[0]
    rejected = sewing.tested - sewing.admitted - sewing.reserve
    assert (sewing.tested, sewing.absent, rejected) == (58, 32, 40)
    assert Offer.objects.live().count() == 80
    announced = called.round.published["classes"]
    assert [len(one["admitted"]) for one in announced] == [16] * 5
    assert [check.what for check in checks_of(json.loads(run.bundle)) if not check.holds] == []
