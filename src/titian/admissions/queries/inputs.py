"""What the rule reads: a round's applications as arrays, and whose is whose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from titian.admissions.models import AdmissionRound, Exam, Offer, RoundClass
from titian.admissions.queries.standing import Marks, classes_of, marks_of, rules_by_class, standing_of
from titian.admissions.rules import composite, why_not_eligible
from titian.admissions.states import OfferState
from titian.core.errors import DomainError
from titian.planning.models import Opening
from titian.planning.queries import groups_of
from titian.planning.seats import DISABILITY, PlannedGroup, seats_of

OUT_OF_IT = (OfferState.DECLINED, OfferState.LAPSED, OfferState.NO_SHOW)


@dataclass
class Inputs:
    """`arrays` are those of `engines.admission.Round`; the lists beside say what each row is."""

    applications: list[int] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    choices: list[int] = field(default_factory=list)
    classes: list[RoundClass] = field(default_factory=list)
    groups: list[list[PlannedGroup]] = field(default_factory=list)
    seats: list[tuple[int, int]] = field(default_factory=list)  # slot -> class, seat
    slot_group: list[int] = field(default_factory=list)
    traits: list[list[str]] = field(default_factory=list)  # class -> what each bit says there
    reserves: list[int] = field(default_factory=list)
    arrays: dict[str, list[Any]] = field(default_factory=dict)


def round_inputs(admission_round: AdmissionRound, tickets: Mapping[str, int], *, protect: set[int]) -> Inputs:
    """Return the round as it stands.

    `tickets`: application number -> ticket. `protect`: applications whose live offer cannot be lost. Who declined,
    lapsed or did not come is out of it. Raises: DomainError where who asks does not see everybody.
    """
    made = Inputs(classes=classes_of(admission_round))
    made.groups = [groups_of(one.opening) for one in made.classes]
    made.reserves = [one.opening.reserves for one in made.classes]
    made.traits = [
        sorted({trait for group in groups for tier in group.tiers for trait in tier})
        for groups in made.groups
    ]
    place_of = {one.pk: place for place, one in enumerate(made.classes)}
    bit_of = [{trait: 1 << bit for bit, trait in enumerate(traits)} for traits in made.traits]
    rules, marks = rules_by_class(admission_round), marks_of(admission_round)
    names = ("contract_class", "contract_term", "contract_traits", "merit", "ticket")
    arrays: dict[str, list[Any]] = {"indptr": [0], **{name: [] for name in names}}
    out = Offer.objects.filter(application__round=admission_round, state__in=OUT_OF_IT)
    gone, seen = set(out.values_list("application", flat=True)), standing_of(admission_round)
    if len(seen) != len(tickets):
        raise DomainError(
            _(
                "Sebagian pelamar tidak terlihat bagi Anda, jadi aturan tidak dijalankan. Hubungi pengelola sistem."
            ),
            code="round_blind",
        )
    for one in seen:
        if one.application in gone:
            continue
        for wish in one.wishes:
            place = place_of[wish.round_class]
            fits = one.complete and not why_not_eligible(one.facts, rules[wish.round_class])
            bits = bit_of[place]
            made.choices.append(wish.choice)
            arrays["contract_class"].append(place)
            arrays["contract_term"].append(wish.term)
            arrays["contract_traits"].append(
                bits.get(one.facts.regency or "", 0) | (bits.get(DISABILITY, 0) if one.disability else 0)
            )
            arrays["merit"].append(_merit(marks, wish.choice, made.classes[place].opening) if fits else None)
        arrays["indptr"].append(len(made.choices))
        arrays["ticket"].append(tickets[one.number])
        made.applications.append(one.application)
        made.numbers.append(one.number)
    holders = _holders(admission_round, protect.difference(gone), made.choices)
    made.arrays = {**arrays, **_slots(made, holders)}
    return made


def _merit(marks: Mapping[tuple[int, str], Marks], choice: int, opening: Opening) -> float | None:
    """Return the mark of a choice; None where a test is missing or the mark too low."""
    return composite(
        marks.get((choice, Exam.WRITTEN), Marks()).given,
        marks.get((choice, Exam.INTERVIEW), Marks()).given,
        weights=(opening.written_weight, opening.interview_weight),
        band=opening.band,
        least=opening.pass_mark,
    )


def _holders(
    admission_round: AdmissionRound, protect: set[int], choices: list[int]
) -> dict[tuple[int, int], int]:
    """Return, by class and seat, the contract that cannot lose it."""
    contract_of = {choice: place for place, choice in enumerate(choices)}
    live = Offer.objects.live().filter(application__in=protect).values_list("round_class", "seat", "choice")
    return {(round_class, seat): contract_of[choice] for round_class, seat, choice in live}


def _slots(made: Inputs, holders: Mapping[tuple[int, int], int]) -> dict[str, list[Any]]:
    depth = max((len(g.tiers) for groups in made.groups for g in groups), default=1)
    rows: dict[str, list[Any]] = {
        name: [] for name in ("slot_class", "slot_rank", "slot_tiers", "slot_terms", "slot_holder")
    }
    for place, groups in enumerate(made.groups):
        for number, seat in enumerate(seats_of(groups)):
            masks = [sum(1 << made.traits[place].index(trait) for trait in tier) for tier in seat.tiers]
            rows["slot_class"].append(place)
            rows["slot_rank"].append(number)
            rows["slot_tiers"].append(masks + masks[-1:] * (depth - len(masks)))
            rows["slot_terms"].append(seat.terms)
            rows["slot_holder"].append(holders.get((made.classes[place].pk, number), -1))
            made.seats.append((place, number))
            made.slot_group.append(seat.group)
    return rows
