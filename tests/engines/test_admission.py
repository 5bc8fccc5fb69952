"""The promise of the admission engine, clause by clause, by brute force on small markets."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines.admission import Assignment, Round, assign, blocking, cutoffs, reference, second
from engines.admission.checks import tiers_of

INSTANCES = Path(__file__).resolve().parents[2].parent / "shared/data/matching/hr_30_instances.json"
TRAIT = 1  # the bit whose declaration is tested
many = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])


@dataclass(frozen=True)
class Contract:
    """One choice of one person."""

    place: int
    term: int
    traits: int
    merit: float


@dataclass(frozen=True)
class Slot:
    place: int
    tiers: tuple[int, ...]
    terms: int
    holder: int = -1  # the person whose contract (below) is protected here
    held: int = -1  # which of that person's contracts


@dataclass(frozen=True)
class Market:
    lists: tuple[tuple[Contract, ...], ...]
    tickets: tuple[int, ...]
    slots: tuple[Slot, ...]

    def round(self) -> Round:
        starts = np.concatenate([[0], np.cumsum([len(one) for one in self.lists])]).astype(int)
        flat = [contract for one in self.lists for contract in one]
        return Round(
            starts,
            np.array([x.place for x in flat], dtype=int),
            np.array([x.term for x in flat], dtype=int),
            np.array([x.traits for x in flat], dtype=np.uint64),
            np.array([x.merit for x in flat], dtype=float),
            np.array(self.tickets, dtype=np.uint64),
            np.array([s.place for s in self.slots], dtype=int),
            np.arange(len(self.slots)),
            np.array([s.tiers for s in self.slots], dtype=np.uint64).reshape(len(self.slots), 2),
            np.array([s.terms for s in self.slots], dtype=int),
            np.array([starts[s.holder] + s.held if s.holder >= 0 else -1 for s in self.slots], dtype=int),
        )

    def got(self) -> list[Contract | None]:
        """Return what each person gets."""
        r = self.round()
        flat = [contract for one in self.lists for contract in one]
        return [flat[x] if x >= 0 else None for x in assign(r).contract]

    def with_list(self, person: int, listed: tuple[Contract, ...]) -> Market:
        return replace(self, lists=(*self.lists[:person], listed, *self.lists[person + 1 :]))


merits = st.one_of(st.sampled_from([0.0, 1.0, 2.0]), st.just(float("nan")))
masks = st.integers(0, 3)


@st.composite
def markets(draw, most: int = 7, classes: int = 3, refuses: bool = True) -> Market:
    n = draw(st.integers(1, most))
    lists = []
    for _person in range(n):
        bed = draw(st.integers(1, 2))
        options = [(place, term) for place in range(classes) for term in (0, bed)]
        listed = draw(st.permutations(options))[: draw(st.integers(0, 4))]
        traits = [draw(masks) for _place in range(classes)]
        marks = [draw(merits if refuses else st.sampled_from([0.0, 1.0])) for _place in range(classes)]
        lists.append(tuple(Contract(place, term, traits[place], marks[place]) for place, term in listed))
    slots = draw(
        st.lists(
            st.builds(Slot, st.integers(0, classes - 1), st.tuples(masks, masks), st.integers(1, 7)),
            min_size=1,
            max_size=7,
        )
    )
    return Market(tuple(lists), tuple(draw(st.permutations(range(n)))), tuple(slots))


def tier(slot: Slot, contract: Contract) -> int | None:
    """Return the tier of a contract in a slot, None where it is not hosted or not acceptable."""
    if not slot.terms >> contract.term & 1 or np.isnan(contract.merit):
        return None
    return next((t for t, mask in enumerate(slot.tiers) if mask == 0 or mask & contract.traits), None)


def broken_promises(market: Market, outcome: Assignment) -> list[tuple[int, int, int]]:
    """Return (person, choice, slot) wherever the promise is not kept, straight from its words."""
    taken = {int(s): person for person, s in enumerate(outcome.slot) if s >= 0}
    starts = market.round().indptr
    broken = []
    for person, listed in enumerate(market.lists):
        got = int(outcome.contract[person] - starts[person]) if outcome.contract[person] >= 0 else len(listed)
        for choice, contract in enumerate(listed[:got]):
            for number, slot in enumerate(market.slots):
                own = tier(slot, contract)
                if slot.place != contract.place or own is None:
                    continue
                other = taken.get(number)
                if other is None:
                    broken.append((person, choice, number))
                    continue
                held = int(outcome.contract[other] - starts[other])
                theirs = market.lists[other][held]
                if (other, held) == (slot.holder, slot.held):
                    continue
                standing = (tier(slot, theirs), -theirs.merit, market.tickets[other])
                if (own, -contract.merit, market.tickets[person]) < standing:
                    broken.append((person, choice, number))
    return broken


@many
@given(markets())
def test_every_slot_somebody_would_rather_have_is_rightly_taken(market):
    r = market.round()
    outcome = assign(r)
    assert broken_promises(market, outcome) == []
    assert blocking(r, outcome).size == 0


@many
@given(markets(), st.data())
def test_every_writing_of_the_rule_agrees_to_the_slot(market, data):
    """The plain one in pure Python is what the other two, which a production run compares, are held to."""
    r = market.round()
    seats = agreed(r).slot
    # And as a refill: some keep their seat, some are no longer acceptable where they are.
    holders = r.slot_holder.copy()
    for person in np.flatnonzero(seats >= 0):
        if data.draw(st.booleans()):
            holders[seats[person]] = assign(r).contract[person]
    merit = np.array([data.draw(st.sampled_from([mark, np.nan])) for mark in r.merit], dtype=float)
    agreed(replace(r, slot_holder=holders, merit=merit))


def agreed(r: Round) -> Assignment:
    plain = reference.assign(r)
    for other in (assign(r), second.assign(r)):
        assert other.contract.tolist() == plain.contract.tolist()
        assert other.slot.tolist() == plain.slot.tolist()
    return plain


@many
@given(markets(), st.randoms(use_true_random=False))
def test_a_wrong_outcome_is_called_wrong(market, chance):
    """Take one seat away: if anybody acceptable wanted it, the check names a contract."""
    r = market.round()
    outcome = assign(r)
    seated = np.flatnonzero(outcome.slot >= 0)
    if not seated.size:
        return
    person = int(chance.choice(seated.tolist()))
    emptied = Assignment(outcome.contract.copy(), outcome.slot.copy())
    emptied.contract[person] = emptied.slot[person] = -1
    told = {(person, choice) for person, choice, _slot in broken_promises(market, emptied)}
    starts = r.indptr
    assert {starts[who] + choice for who, choice in told} == set(blocking(r, emptied).tolist())
    assert told


@many
@given(markets(most=6, refuses=False))
def test_a_class_seats_as_many_with_a_trait_as_it_guarantees(market):
    outcome = market.got()
    for bit in (1, 2):
        for place in range(3):
            guaranteed = sum(s.place == place and s.tiers[0] == bit and s.terms == 7 for s in market.slots)
            waiting = seated = 0
            for listed, got in zip(market.lists, outcome, strict=True):
                mine = [k for k, x in enumerate(listed) if x.place == place and x.traits & bit]
                rank = listed.index(got) if got else len(listed)
                waiting += bool(mine) and rank >= mine[0]
                seated += got is not None and got.place == place and bool(got.traits & bit)
            assert seated >= min(guaranteed, waiting)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(markets(most=5), st.data())
def test_no_false_ranking_gets_anybody_more(market, data):
    """Every order of every subset of the person's true list, and of all classes, is tried."""
    person = data.draw(st.integers(0, len(market.lists) - 1))
    true = market.lists[person]
    honest = market.got()[person]
    rank = true.index(honest) if honest else len(true)
    for size in range(len(true) + 1):
        for false in permutations(true, size):
            got = market.with_list(person, false).got()[person]
            assert got is None or true.index(got) >= rank


@many
@given(markets(), st.data())
def test_declaring_a_trait_never_hurts_who_declares_it(market, data):
    person = data.draw(st.integers(0, len(market.lists) - 1))
    silent = tuple(replace(x, traits=x.traits & ~TRAIT) for x in market.lists[person])
    told = tuple(replace(x, traits=x.traits | TRAIT) for x in silent)
    before, after = market.with_list(person, silent), market.with_list(person, told)
    assert rank_of(after, person) <= rank_of(before, person)


@many
@given(markets(), st.data())
def test_better_merit_never_hurts_its_owner(market, data):
    person = data.draw(st.integers(0, len(market.lists) - 1))
    gains = [data.draw(st.integers(0, 2)) for _x in market.lists[person]]
    better = tuple(
        replace(x, merit=x.merit + gain) for x, gain in zip(market.lists[person], gains, strict=True)
    )
    assert rank_of(market.with_list(person, better), person) <= rank_of(market, person)


def rank_of(market: Market, person: int) -> int:
    got, listed = market.got()[person], market.lists[person]
    places = [(x.place, x.term) for x in listed]
    return places.index((got.place, got.term)) if got else len(listed)


@many
@given(markets(), st.data())
def test_in_a_refill_nobody_seated_is_worse_off(market, data):
    """Some leave, marks and tickets change; whoever stays keeps at least the seat."""
    r = market.round()
    outcome = assign(r)
    stays = {p for p in range(len(market.lists)) if outcome.slot[p] >= 0 and data.draw(st.booleans())}
    lists, slots = list(market.lists), list(market.slots)
    for person in range(len(lists)):
        if person in stays:
            slot, held = int(outcome.slot[person]), int(outcome.contract[person] - r.indptr[person])
            slots[slot] = replace(slots[slot], holder=person, held=held)
        elif outcome.slot[person] >= 0:
            lists[person] = ()
        else:
            lists[person] = tuple(replace(x, merit=data.draw(merits)) for x in lists[person])
    tickets = tuple(data.draw(st.permutations(range(len(lists)))))
    refill = Market(tuple(lists), tickets, tuple(slots))
    again = assign(refill.round())
    for person in stays:
        held = int(outcome.contract[person] - r.indptr[person])
        assert 0 <= again.contract[person] - refill.round().indptr[person] <= held
    assert broken_promises(refill, again) == []
    assert reference.assign(refill.round()).slot.tolist() == again.slot.tolist()


@many
@given(markets())
def test_each_gets_the_best_contract_whose_cut_off_is_cleared(market):
    r = market.round()
    outcome = assign(r)
    told = cutoffs(r, outcome)
    owners = np.repeat(np.arange(r.applicants), np.diff(r.indptr))
    for x in range(len(r.merit)):
        person = owners[x]
        if outcome.contract[person] >= 0 and x >= outcome.contract[person]:
            continue  # what they got, or like less
        for slot in np.flatnonzero(r.slot_class == r.contract_class[x]):
            group = told.group[slot]
            own = int(tiers_of(r, np.array([x]), np.array([slot]))[0])
            if own == r.slot_tiers.shape[1]:
                continue
            assert told.full[group]
            cut = (told.tier[group], -told.merit[group], told.ticket[group])
            mine = (own, -r.merit[x], r.ticket[person])
            holds_same_class = outcome.contract[person] >= 0 and (
                r.contract_class[outcome.contract[person]] == r.contract_class[x]
            )
            assert mine > cut or holds_same_class


@pytest.mark.skipif(not INSTANCES.exists(), reason="needs ../shared/data/matching")
def test_thirty_instances_solved_by_two_other_packages_come_out_the_same():
    for case in json.loads(INSTANCES.read_text()):
        hospitals = {name: place for place, name in enumerate(case["hospitals"])}
        residents = list(case["residents"])
        lists = []
        for name in residents:
            choices = [h for h in case["residents"][name] if name in case["hospitals"][h]]
            lists.append(
                tuple(Contract(hospitals[h], 0, 0, -float(case["hospitals"][h].index(name))) for h in choices)
            )
        slots = [
            Slot(place, (0, 0), 1) for h, place in hospitals.items() for _seat in range(case["capacities"][h])
        ]
        outcome = Market(tuple(lists), tuple(range(len(residents))), tuple(slots)).got()
        names = list(hospitals)
        seated: dict[str, set[str]] = {name: set() for name in names}
        for name, got in zip(residents, outcome, strict=True):
            if got:
                seated[names[got.place]].add(name)
        assert seated == {h: set(who) for h, who in case["resident_optimal"].items()}


def test_like_slots_are_filled_best_first():
    market = Market(
        tuple((Contract(0, 0, 0, merit),) for merit in (1.0, 3.0, 2.0)), (0, 1, 2), (Slot(0, (0, 0), 1),) * 2
    )
    outcome = assign(market.round())
    assert outcome.slot.tolist() == [-1, 0, 1]
    assert outcome.contract.tolist() == [-1, 1, 2]


def test_home_regency_then_disability_then_anyone_is_said_by_tiers():
    slots = (Slot(0, (1, 2), 1), Slot(0, (1, 2), 1))
    people = [(0, 9.0), (2, 1.0), (1, 0.0)]  # nobody's trait, disability, home
    market = Market(tuple((Contract(0, 0, *one),) for one in people), (0, 1, 2), slots)
    assert assign(market.round()).slot.tolist() == [-1, 1, 0]


def test_nobody_and_nothing_is_a_round_too():
    empty = Market((), (), ())
    outcome = assign(empty.round())
    assert outcome.contract.size == 0
    assert blocking(empty.round(), outcome).size == 0
    assert cutoffs(empty.round(), outcome).full.size == 0


def test_cut_offs_of_a_full_group_and_of_one_with_room():
    market = Market(
        tuple((Contract(0, 0, 0, merit),) for merit in (1.0, 3.0)),
        (7, 4),
        (Slot(0, (0, 0), 1), Slot(0, (2, 2), 1)),
    )
    told = cutoffs(market.round(), assign(market.round()))
    full = int(told.group[0])
    assert told.full.tolist() == [group == full for group in range(2)]
    assert (told.tier[full], told.merit[full], told.ticket[full]) == (0, 3.0, 4)


def test_many_runs_and_tiers_need_wider_rows_and_say_the_same():
    """Forty groups in one class and twenty tiers: beyond what one word of a row names."""
    generator = np.random.default_rng(3)
    n, s, tiers = 120, 40, 20
    r = Round(
        np.arange(n + 1),
        np.zeros(n, dtype=int),
        np.zeros(n, dtype=int),
        np.uint64(1) << generator.integers(0, 24, n).astype(np.uint64),
        generator.integers(0, 4, n).astype(float),
        generator.permutation(n),
        np.zeros(s, dtype=int),
        generator.permutation(s),
        np.uint64(1) << generator.integers(0, 24, (s, tiers)).astype(np.uint64),
        np.ones(s, dtype=int),
        np.full(s, -1),
    )
    fast, plain = assign(r), reference.assign(r)
    assert fast.slot.tolist() == plain.slot.tolist()
    assert blocking(r, fast).size == 0
