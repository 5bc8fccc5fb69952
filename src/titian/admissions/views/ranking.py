"""The one form by which a person, or a clerk for a person, ranks classes."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from titian.accounts.requests import UserRequest
from titian.admissions.actions.apply import Answers, hold_round, submit_application
from titian.admissions.forms import MOST_RANKED, ApplicationForm
from titian.admissions.models import AdmissionRound, Application, RoundClass
from titian.admissions.queries.eligibility import (
    classes_of,
    entry_rules_of,
    facts_of_person,
    options_within_reach,
)
from titian.admissions.rules import why_not_eligible
from titian.core.errors import DomainError
from titian.people.models import Person

ANSWERS = ("reads", "works", "studies", "disability", "support")


def send(
    request: UserRequest, admission_round: AdmissionRound, person: Person, *, today: date
) -> tuple[ApplicationForm, Application | None, list[RoundClass]]:
    """Return the form, what was sent if it was, and other classes within reach where one asked for is not.

    What is sent is judged by the person as held by the caller.
    """
    held = hold_round(admission_round, person) if request.method == "POST" else None
    if held:
        _state, classes, former = held
    else:
        classes = classes_of(admission_round)
        former = Application.objects.filter(round=admission_round, person=person).first()
    initial = {"key": uuid4(), **(_said(former) if former else {})}
    form = ApplicationForm(request.POST or None, classes=classes, sex=person.sex, initial=initial)
    if not form.is_valid():
        return form, None, []
    answers = Answers(**{name: form.cleaned_data[name] for name in ANSWERS})
    facts = facts_of_person(person, reads=answers.reads, works=answers.works, studies=answers.studies)
    by_pk = {one.pk: one for one in classes}
    refused = False
    known = [place for place, _term in form.ranked() if place in by_pk]  # the action refuses the others
    for round_class_id in dict.fromkeys(known):
        for reason in why_not_eligible(facts, entry_rules_of(by_pk[round_class_id].opening)):
            form.add_error(form.field_of(round_class_id), reason)
            refused = True
    if refused:
        return form, None, options_within_reach(facts, [by_pk[place] for place in known], today=today)
    try:
        sent = submit_application(
            admission_round, person, form.ranked(), answers, actor=request.user, today=today,
            key=form.cleaned_data["key"], held=held,
        )  # fmt: skip
    except DomainError as error:
        form.add_error(None, error.message)
        return form, None, []
    return form, sent, []


def _said(former: Application) -> dict[str, object]:
    told: dict[str, object] = {name: getattr(former, name) for name in ANSWERS}
    for choice in former.choices.all():
        if choice.rank <= MOST_RANKED:
            told[f"choice_{choice.rank}"] = f"{choice.round_class_id}:{choice.term}"
    return told
