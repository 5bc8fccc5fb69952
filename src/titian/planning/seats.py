"""A plan of seats as the admission rule reads it: one seat after the other, in the order of the decree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

DAY, BED_MEN, BED_WOMEN = 1, 2, 4  # terms as bits
DISABILITY = "disability"
Tiers = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PlannedGroup:
    """Seats that choose alike. `tiers` as in `SeatGroup`; beds are numbers of seats that come with one."""

    name: str
    seats: int
    tiers: Tiers
    guarantee: bool = False
    beds_men: int = 0
    beds_women: int = 0
    beds_only: bool = False

    @property
    def takes_anyone(self) -> bool:
        return any(not tier for tier in self.tiers)


@dataclass(frozen=True)
class Seat:
    """One seat: its group, the terms it can host as bits, and whom it takes first."""

    group: int
    terms: int
    tiers: Tiers


def seats_of(groups: Sequence[PlannedGroup]) -> list[Seat]:
    """Return the seats in order: groups as given, inside a group those hosting fewer terms first."""
    seats = []
    for number, group in enumerate(groups):
        terms = [_terms(group, place) for place in range(group.seats)]
        seats += [
            Seat(number, hosted, group.tiers)
            for hosted in sorted(terms, key=lambda bits: (bits.bit_count(), bits))
        ]
    return seats


def _terms(group: PlannedGroup, place: int) -> int:
    """Women's beds fill the group from its end, men's next to them; only where seats run out do they share one."""
    from_end = group.seats - 1 - place
    women = from_end < group.beds_women
    men = (from_end - group.beds_women) % max(group.seats, 1) < group.beds_men
    beds = BED_WOMEN * women | BED_MEN * men
    return beds if beds and group.beds_only else beds | DAY
