"""A round of admission in any state, by the actions everybody uses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from factories import network, people
from factories.standards import region
from titian.accounts.models import User
from titian.admissions.actions.apply import Answers, submit_application
from titian.admissions.actions.confirm import confirm_result
from titian.admissions.actions.draw_lottery import type_dice
from titian.admissions.actions.judge import check_documents, rate
from titian.admissions.actions.rounds import Call, close_round, open_round, prepare_round
from titian.admissions.actions.run_rule import propose_result
from titian.admissions.models import AdmissionRound, Application, Exam, Run, RunKind
from titian.network.models import Organisation, Role
from titian.people.models import Person
from titian.planning.actions import OpeningPlan, open_for_application
from titian.planning.seats import PlannedGroup

HOME, AWAY = "35.10", "35.09"
OPENS, CLOSES, STARTS, ENDS = date(2026, 1, 5), date(2026, 1, 20), date(2026, 3, 2), date(2026, 4, 10)
AFTER = date(2026, 1, 21)
DICE = "31415162534265351426"


@dataclass
class Call16:
    """A round with somebody in each part of it."""

    centre: Organisation
    clerk: User
    head: User
    rater: User
    second: User
    round: AdmissionRound
    classes: list[int] = field(default_factory=list)  # ids of the round's classes

    def reload(self) -> AdmissionRound:
        self.round = AdmissionRound.objects.get(pk=self.round.pk)
        return self.round


OPEN_SEATS = [PlannedGroup("Terbuka", 2, ((),))]


def call(*plans: list[PlannedGroup], centre: Organisation | None = None, **plan) -> Call16:
    """Return an open round with a class for each list of seat groups."""
    region(AWAY)
    centre = centre or network.organisation("BLK Peragaan")
    clerk, head = network.member(Role.CENTRE_CLERK, centre), network.member(Role.CENTRE_HEAD, centre)
    rater, second = network.member(Role.INSTRUCTOR, centre), network.member(Role.INSTRUCTOR, centre)
    openings = []
    for number, groups in enumerate(plans or (OPEN_SEATS,)):
        training_class = people.training_class(centre, name=f"Program {number}")
        training_class.starts_on, training_class.ends_on = STARTS, ENDS
        training_class.save()
        stated = {
            "decree": "KEP 1/2026",
            "seats": sum(group.seats for group in groups),
            "beds_men": sum(group.beds_men for group in groups),
            "beds_women": sum(group.beds_women for group in groups),
            "reserves": 1,
            "written_weight": 100,
            "interview_weight": 0,
            **plan,
        }
        openings.append(open_for_application(training_class, OpeningPlan(**stated), groups, actor=clerk))
    made = prepare_round(centre, Call("Gelombang 1", OPENS, CLOSES), openings, actor=clerk)
    open_round(made, actor=clerk)
    made.refresh_from_db()
    classes = list(made.classes.order_by("position").values_list("pk", flat=True))
    return Call16(centre, clerk, head, rater, second, made, classes)


def applicant(
    called: Call16, *choices: tuple[int, int], person: Person | None = None, **answers
) -> Application:
    """Apply for classes by their place in the round; without choices for the first, by day."""
    wanted = [(called.classes[place], term) for place, term in choices or ((0, 0),)]
    return submit_application(
        called.round,
        person or people.person(),
        wanted,
        Answers(**answers),
        actor=called.clerk,
        today=called.round.opens_on,
    )


def judged(called: Call16, application: Application, mark: int | None = 70) -> None:
    """Find the papers in order and give both raters' mark for the written test, the same in every class."""
    check_documents(application, complete=True, actor=called.clerk)
    for choice in application.choices.all():
        rate(choice, Exam.WRITTEN, mark, actor=called.rater)
        if mark is not None:
            rate(choice, Exam.WRITTEN, mark, actor=called.second)


def drawn(called: Call16) -> Call16:
    if called.reload().state == "open":
        close_round(called.round, actor=called.clerk, today=AFTER)
    type_dice(called.round, DICE, actor=called.clerk)
    type_dice(called.round, DICE, actor=called.head)
    called.reload()
    return called


def proposed(called: Call16, kind: str = RunKind.FIRST) -> Run:
    return propose_result(called.reload(), actor=called.clerk, kind=kind)


def confirmed(called: Call16, run: Run | None = None, *, on: date = AFTER) -> Run:
    run = run or proposed(drawn(called))
    done = confirm_result(run, actor=called.head, sha256=run.sha256, today=on)
    called.reload()
    return done
