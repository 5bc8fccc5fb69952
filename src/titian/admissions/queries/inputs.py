"""What the rule reads: a round's applications as arrays, and whose is whose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from titian.admissions.models import AdmissionRound, Application, Choice, Exam, Rating, RoundClass
from titian.admissions.queries.eligibility import entry_rules_of, facts_of
from titian.admissions.rules import composite, why_not_eligible
from titian.admissions.states import OfferState
from titian.planning.queries import groups_of
from titian.planning.seats import DISABILITY, PlannedGroup, seats_of

OUT_OF_IT = (OfferState.DECLINED, OfferState.LAPSED, OfferState.NO_SHOW)


@dataclass
class Inputs:
    """`arrays` are those of `engines.admission.Round`; the lists beside say what each row is."""

    applications: list[Application] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    classes: list[RoundClass] = field(default_factory=list)
    groups: list[list[PlannedGroup]] = field(default_factory=list)
    seats: list[tuple[int, int]] = field(default_factory=list)  # slot -> class, seat
    slot_group: list[int] = field(default_factory=list)
    traits: list[str] = field(default_factory=list)
    reserves: list[int] = field(default_factory=list)
    arrays: dict[str, list[Any]] = field(default_factory=dict)


def round_inputs(admission_round: AdmissionRound, tickets: Mapping[str, int], *, protect: set[int]) -> Inputs:
    """Return the round as it stands.

    `tickets`: application number -> ticket. `protect`: applications whose live offer cannot be lost. Who declined,
    lapsed or did not come is out of it.
    """
    made = Inputs()
    made.classes = list(
        admission_round.classes.select_related("opening__training_class", "opening__minimum_education")
        .prefetch_related("opening__groups")
        .order_by("position")
    )
    made.groups = [groups_of(one.opening) for one in made.classes]
    made.reserves = [one.opening.reserves for one in made.classes]
    made.traits = sorted({t for groups in made.groups for g in groups for tier in g.tiers for t in tier})
    made.applications = list(
        admission_round.applications.standing()
        .exclude(offers__state__in=OUT_OF_IT)
        .select_related("person__education", "document_check")
        .prefetch_related(Prefetch("choices", queryset=Choice.objects.order_by("rank")), "offers")
        .order_by("number")
    )
    place_of = {one.pk: place for place, one in enumerate(made.classes)}
    arrays: dict[str, list[Any]] = {"indptr": [0]}
    for name in ("contract_class", "contract_term", "contract_traits", "merit", "ticket"):
        arrays[name] = []
    merits = merits_of(admission_round, made.applications, made.classes)
    for application in made.applications:
        bits = _bits(application, made.traits)
        for choice in application.choices.all():
            made.choices.append(choice)
            arrays["contract_class"].append(place_of[choice.round_class_id])
            arrays["contract_term"].append(choice.term)
            arrays["contract_traits"].append(bits)
            arrays["merit"].append(merits[choice.pk])
        arrays["indptr"].append(len(made.choices))
        arrays["ticket"].append(tickets[application.number])
    made.arrays = {**arrays, **_slots(made, protect)}
    return made


def merits_of(
    admission_round: AdmissionRound, applications: list[Application], classes: list[RoundClass]
) -> dict[int, float | None]:
    """Return the mark of each choice; None where it cannot be accepted there."""
    marks: dict[tuple[int, str], list[int | None]] = {}
    ratings = Rating.objects.filter(choice__application__round=admission_round).order_by("place")
    for choice_id, test, mark in ratings.values_list("choice", "test", "mark"):
        marks.setdefault((choice_id, test), []).append(mark)
    by_pk = {one.pk: one for one in classes}
    rules = {one.pk: entry_rules_of(one.opening) for one in classes}
    told: dict[int, float | None] = {}
    for application in applications:
        facts = facts_of(application)
        checked = getattr(application, "document_check", None)
        for choice in application.choices.all():
            opening = by_pk[choice.round_class_id].opening
            overall = composite(
                marks.get((choice.pk, Exam.WRITTEN), []),
                marks.get((choice.pk, Exam.INTERVIEW), []),
                weights=(opening.written_weight, opening.interview_weight),
                band=opening.band,
                least=opening.pass_mark,
            )
            fits = (
                checked is not None
                and checked.complete
                and not why_not_eligible(facts, rules[choice.round_class_id])
            )
            told[choice.pk] = overall if fits else None
    return told


def _bits(application: Application, traits: list[str]) -> int:
    has = {application.person.regency_id} | ({DISABILITY} if application.disability else set())
    return sum(1 << place for place, trait in enumerate(traits) if trait in has)


def _slots(made: Inputs, protect: set[int]) -> dict[str, list[Any]]:
    contract_of = {choice.pk: place for place, choice in enumerate(made.choices)}
    holders: dict[tuple[int, int], int] = {}
    for application in made.applications:
        for offer in application.offers.all():
            if offer.state in (OfferState.OFFERED, OfferState.ACCEPTED) and application.pk in protect:
                holders[offer.round_class_id, offer.seat] = contract_of[offer.choice_id]
    depth = max((len(g.tiers) for groups in made.groups for g in groups), default=1)
    rows: dict[str, list[Any]] = {
        name: [] for name in ("slot_class", "slot_rank", "slot_tiers", "slot_terms", "slot_holder")
    }
    for place, groups in enumerate(made.groups):
        for number, seat in enumerate(seats_of(groups)):
            masks = [sum(1 << made.traits.index(trait) for trait in tier) for tier in seat.tiers]
            rows["slot_class"].append(place)
            rows["slot_rank"].append(number)
            rows["slot_tiers"].append(masks + masks[-1:] * (depth - len(masks)))
            rows["slot_terms"].append(seat.terms)
            rows["slot_holder"].append(holders.get((made.classes[place].pk, number), -1))
            made.seats.append((place, number))
            made.slot_group.append(seat.group)
    return rows
