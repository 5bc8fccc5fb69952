"""Who may enter which class, and what else is within reach?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import attrgetter

from django.db.models import QuerySet

from titian.admissions.models import AdmissionRound, Application, RoundClass
from titian.admissions.queries.catalogue import open_on
from titian.admissions.rules import EntryRules, Facts, why_not_eligible
from titian.admissions.states import RoundState
from titian.core.db.worded import worded_once
from titian.people.models import Person
from titian.planning.models import Opening
from titian.standards.queries import region_names

NEXT_OPTIONS = 3


def facts_of(application: Application) -> Facts:
    return facts_of_person(
        application.person, reads=application.reads, works=application.works, studies=application.studies
    )


def facts_of_person(person: Person, *, reads: bool, works: bool, studies: bool) -> Facts:
    education = person.education
    return Facts(
        birth_date=person.birth_date,
        sex=person.sex,
        regency=person.regency_id,
        education_rank=education.rank if education else None,
        reads=reads,
        works=works,
        studies=studies,
    )


def entry_rules_of(opening: Opening) -> EntryRules:
    return rules_of([opening])[0]


def rules_of(openings: Sequence[Opening]) -> list[EntryRules]:
    """Return the entry rules of each opening; the names of all their regions are asked for once."""
    names = region_names({code for one in openings for code in one.regions})
    return [_rules(one, names) for one in openings]


def _rules(opening: Opening, names: dict[str, str]) -> EntryRules:
    least = opening.minimum_education
    return EntryRules(
        starts_on=opening.training_class.starts_on,
        minimum_age=opening.minimum_age,
        maximum_age=opening.maximum_age,
        education_rank=least.rank if least else None,
        education_name=str(least or ""),
        must_read=opening.must_read,
        must_not_work=opening.must_not_work,
        must_not_study=opening.must_not_study,
        regions=tuple(opening.regions),
        region_names=", ".join(names[code] for code in sorted(opening.regions) if code in names),
        only_sex=opening.only_sex,
        only_sex_reason=opening.only_sex_reason,
    )


def options_within_reach(facts: Facts, asked: list[RoundClass], *, today: date) -> list[RoundClass]:
    """Return up to three other classes open today that are within reach: same field first, then near, then soon."""
    fields = {one.opening.training_class.programme.field_id for one in asked} - {None}
    home = facts.regency or ""

    def order(one: RoundClass) -> tuple[bool, int, date]:
        training_class = one.opening.training_class
        there = training_class.organiser.region_id or ""
        far = 0 if there == home else 1 if there[:2] == home[:2] else 2
        return training_class.programme.field_id not in fields, far, training_class.starts_on

    known = {one.pk for one in asked}
    others = [one for one in classes_open(today) if one.pk not in known]
    rules = rules_of([one.opening for one in others])
    reachable = [
        one for one, asked_of in zip(others, rules, strict=True) if not why_not_eligible(facts, asked_of)
    ]
    return sorted(reachable, key=order)[:NEXT_OPTIONS]


def classes_of(admission_round: AdmissionRound) -> list[RoundClass]:
    """Return the classes of a round with what is asked of who enters them; one statement."""
    found = _classes_of(admission_round.pk)
    for one in found:
        one.round = admission_round
    return sorted(found, key=attrgetter("position"))


@worded_once
def _classes_of(round_id: int) -> QuerySet[RoundClass]:
    return RoundClass.objects.filter(round=round_id).select_related(
        "opening__training_class__programme", "opening__minimum_education"
    )


def classes_open(today: date) -> list[RoundClass]:
    """Return the classes anybody may apply for today, the soonest to close first."""
    return list(open_on(today).order_by("round__closes_on", "round", "position"))


def rounds_open(today: date) -> list[AdmissionRound]:
    return list(
        AdmissionRound.objects.filter(state=RoundState.OPEN, opens_on__lte=today, closes_on__gte=today)
        .select_related("centre")
        .order_by("closes_on", "pk")
    )
