"""What no form of admissions lets anybody say is refused behind it all the same."""

from __future__ import annotations

import pytest

from admissions.test_every_refusal import BEHIND_THE_FORM, full, shape
from factories import admissions as world
from titian.admissions.actions.appeals import Correction, file_appeal, uphold_appeal
from titian.admissions.actions.apply import submit_application
from titian.admissions.actions.departures import ask_departure
from titian.admissions.actions.judge import rate
from titian.admissions.actions.rounds import Call, prepare_round
from titian.admissions.models import Exam
from titian.core.errors import DomainError


@pytest.mark.django_db
def test_what_no_form_can_say_is_refused_behind_it():
    called, (first, second) = full((90, 80))
    said = set()

    def provoke(act, *given, **more):
        with pytest.raises(DomainError) as refusal:
            act(*given, **more)
        said.add(refusal.value.message)

    wanted = [(number, 0) for number in range(11)]
    provoke(
        submit_application, called.round, first.person, wanted, world.Answers(), actor=called.clerk,
        today=called.round.opens_on,
    )  # fmt: skip
    openings = [one.opening for one in called.round.classes.select_related("opening__training_class")]
    call = Call("Lagi", world.OPENS, world.CLOSES)
    provoke(prepare_round, called.centre, call, openings, actor=called.clerk)
    provoke(rate, first.choices.get(), Exam.WRITTEN, 101, actor=called.rater)
    world.confirmed(called)
    appeal = file_appeal(second, "Wawancara saya tidak dinilai.", actor=called.clerk)
    correction = Correction(second.choices.get().pk, Exam.INTERVIEW, 90)
    provoke(uphold_appeal, appeal, "Wawancara memang tidak dinilai.", correction, actor=called.head)
    provoke(ask_departure, second, first.choices.get(), actor=called.clerk)
    silent = {one for one in BEHIND_THE_FORM if not any(shape(one).fullmatch(words) for words in said)}
    assert silent == set()
