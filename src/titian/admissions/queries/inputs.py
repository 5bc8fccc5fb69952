"""What the rule reads: a round's applications as arrays, and whose is whose."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from django.utils.translation import gettext as _

from titian.admissions.arrays import Arrays, IntArray
from titian.admissions.departures import NOWHERE
from titian.admissions.models import AdmissionRound, Offer, RoundClass
from titian.admissions.queries.standing import Standing, classes_of, may_enter, standing_of, tests_of
from titian.admissions.scores import FloatArray, composites
from titian.admissions.states import OfferState
from titian.core.errors import DomainError
from titian.planning.queries import groups_by_opening
from titian.planning.seats import DISABILITY, PlannedGroup, seats_of

OUT_OF_IT = (OfferState.DECLINED, OfferState.LAPSED, OfferState.NO_SHOW)
MaskArray = npt.NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Inputs:
    """`arrays` are those of `engines.admission.Round`; the rest says what each row is.

    By applicant: `applications`, `numbers`. By contract: `choices`. By class: `classes`, `reserves`, and `traits`, what
    each bit says there. By slot: `slot_group`, the group of the class it is of.
    """

    applications: IntArray
    numbers: list[str]
    choices: IntArray
    classes: list[RoundClass]
    slot_group: IntArray
    traits: list[list[str]]
    reserves: list[int]
    arrays: Arrays


def round_inputs(admission_round: AdmissionRound, tickets: Mapping[str, int], *, protect: set[int]) -> Inputs:
    """Return the round as it stands.

    `tickets`: application number -> ticket. `protect`: applications whose live offer cannot be lost. Who declined,
    lapsed or did not come is out of it. Raises: DomainError where who asks does not see everybody.
    """
    seen, classes = standing_of(admission_round), classes_of(admission_round)
    if len(seen.people) != len(tickets):
        raise DomainError(
            _(
                "Sebagian pelamar tidak terlihat bagi Anda, jadi aturan tidak dijalankan. Hubungi pengelola sistem."
            ),
            code="round_blind",
        )
    out = Offer.objects.filter(application__round=admission_round, state__in=OUT_OF_IT)
    gone = set(out.values_list("application", flat=True))
    stays = ~seen.people["application"].is_in(list(gone)).to_numpy()
    people = seen.people.filter(stays)
    kept = stays[seen.wishes["row"].to_numpy()]
    wishes = seen.wishes.filter(kept)
    counts = np.bincount(seen.wishes["row"].to_numpy(), minlength=len(stays))[stays]
    planned = groups_by_opening(admission_round.classes.values("opening"))
    groups = [planned.get(one.opening_id, []) for one in classes]
    traits = [sorted({trait for group in own for tier in group.tiers for trait in tier}) for own in groups]
    numbers, choices = people["number"].to_list(), wishes["choice"].to_numpy()
    slots, slot_group = _slots(groups, traits)
    slots["slot_holder"] = _holders(admission_round, protect - gone, classes, choices, slots)
    arrays = {
        "indptr": np.concatenate([[0], np.cumsum(counts)]),
        "contract_class": wishes["place"].to_numpy(),
        "contract_term": wishes["term"].to_numpy(),
        "contract_traits": _traits(seen, traits)[kept],
        "merit": _merits(admission_round, seen, classes)[kept],
        "ticket": np.array([tickets[number] for number in numbers], dtype=np.uint64),
        **slots,
    }
    return Inputs(
        people["application"].to_numpy(),
        numbers,
        choices,
        classes,
        slot_group,
        traits,
        [one.opening.reserves for one in classes],
        arrays,
    )


def _merits(admission_round: AdmissionRound, seen: Standing, classes: list[RoundClass]) -> FloatArray:
    """Return the mark of each wish, NaN where its owner may not enter, is refused, or was not at a test."""
    place = seen.wishes["place"].to_numpy()
    openings = [one.opening for one in classes]
    written, interview, band, least = np.array(
        [(one.written_weight, one.interview_weight, one.band, one.pass_mark) for one in openings]
    ).reshape(-1, 4)[place].T  # fmt: skip
    marks = composites(list(tests_of(admission_round).values()), (written, interview), band=band, least=least)
    accepted = seen.people["complete"].fill_null(False).to_numpy()[seen.wishes["row"].to_numpy()]
    marks[~(accepted & may_enter(admission_round))] = np.nan
    return marks


def _traits(seen: Standing, traits: list[list[str]]) -> MaskArray:
    """Return what each wish shows of what its class asks for: the home of its owner, and a disability."""
    asked = pl.DataFrame(
        [(place, trait, 1 << bit) for place, own in enumerate(traits) for bit, trait in enumerate(own)],
        schema={"place": pl.Int32, "trait": pl.String, "mask": pl.UInt64},
        orient="row",
    )
    facts = seen.people.select("regency", "disability")[seen.wishes["row"]]
    shown = facts.with_columns(
        seen.wishes["place"], pl.when("disability").then(pl.lit(DISABILITY)).alias("disabled")
    )
    for name, trait in (("home", "regency"), ("known", "disabled")):
        mask = asked.rename({"trait": trait, "mask": name})
        shown = shown.join(mask, on=["place", trait], how="left", maintain_order="left")
    told: MaskArray = (shown["home"].fill_null(0) | shown["known"].fill_null(0)).to_numpy()
    return told


def _slots(
    groups: list[list[PlannedGroup]], traits: list[list[str]]
) -> tuple[dict[str, npt.NDArray[np.generic]], IntArray]:
    """Return the seats of every class in the order of its decree, and the group of each."""
    plans: dict[Hashable, tuple[IntArray, IntArray]] = {}  # many classes are planned alike
    group_of, terms, masks = [], [], []
    depth = max((len(group.tiers) for planned in groups for group in planned), default=1)
    for planned, own in zip(groups, traits, strict=True):
        shape = tuple((one.seats, one.beds_men, one.beds_women, one.beds_only) for one in planned)
        if shape not in plans:
            seats = seats_of(planned)
            plans[shape] = np.array([one.group for one in seats]), np.array([one.terms for one in seats])
        group_of.append(plans[shape][0])
        terms.append(plans[shape][1])
        bit = {trait: 1 << place for place, trait in enumerate(own)}
        for group in planned:
            tiers = [sum(bit[trait] for trait in tier) for tier in group.tiers]
            masks.append(tiers + tiers[-1:] * (depth - len(tiers)))
    sizes = [len(one) for one in group_of]
    nothing = np.zeros(0, dtype=np.int64)
    slot_group = np.concatenate([nothing, *group_of]).astype(np.int64)
    first_group = np.cumsum([0, *(len(planned) for planned in groups)])[:-1]
    row = slot_group + np.repeat(first_group, sizes)
    slots: dict[str, npt.NDArray[np.generic]] = {
        "slot_class": np.repeat(np.arange(len(groups), dtype=np.int32), sizes),
        "slot_rank": np.concatenate([nothing, *(np.arange(size) for size in sizes)]),
        "slot_tiers": np.array(masks, dtype=np.uint64).reshape(-1, depth)[row],
        "slot_terms": np.concatenate([nothing, *terms]).astype(np.int8),
    }
    return slots, slot_group


def _holders(
    admission_round: AdmissionRound,
    protect: set[int],
    classes: list[RoundClass],
    choices: IntArray,
    slots: dict[str, npt.NDArray[np.generic]],
) -> IntArray:
    """Return, by slot, the contract that cannot lose it."""
    holders = np.full(len(slots["slot_class"]), NOWHERE, dtype=np.int64)
    if not protect:
        return holders
    contract_of = {choice: x for x, choice in enumerate(choices.tolist())}
    place_of = {one.pk: place for place, one in enumerate(classes)}
    slot_of = {
        seat: slot
        for slot, seat in enumerate(
            zip(slots["slot_class"].tolist(), slots["slot_rank"].tolist(), strict=True)
        )
    }
    live = Offer.objects.live().filter(application__in=protect)
    for round_class, seat, choice in live.values_list("round_class", "seat", "choice"):
        holders[slot_of[place_of[round_class], seat]] = contract_of[choice]
    return holders
