"""Which bed is whose: accessible rooms first to who needs one. No query, no clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence


def allot_beds(
    takers: Sequence[int],
    *,
    needing: Collection[int],
    beds: int,
    accessible: int,
    held: Mapping[int, int],
    awaited: int,
) -> dict[int, int]:
    """Return the bed of each taker; beds 1 to `accessible` are accessible, the rest to `beds` are not.

    Accessible beds go to those who need one, in the order of `takers`; to others only when no plain bed is left,
    and then none of the `awaited` beds kept for people in need who have still to take their seat. Who holds a
    bed (`held`) keeps it, unless it is accessible and somebody else needs it. Who gets none is left out.
    """
    in_need = [one for one in takers if one in needing]
    others = [one for one in takers if one not in needing]
    first, plain = list(range(1, accessible + 1)), list(range(accessible + 1, beds + 1))
    told: dict[int, int] = {}
    _hand_out(in_need, first, held, told)
    kept = [one for one in others if held.get(one) in plain]
    told.update({one: held[one] for one in kept})
    _hand_out([one for one in in_need if one not in told], plain, held, told)
    _hand_out([one for one in others if one not in told], plain, held, told)
    free = len([number for number in first if number not in told.values()])
    rest = [one for one in others if one not in told][: max(free - awaited, 0)]
    _hand_out(rest, first, held, told)
    return told


def _hand_out(
    takers: Sequence[int], beds: Sequence[int], held: Mapping[int, int], told: dict[int, int]
) -> None:
    """Give each the bed held among these, the others the free ones in order."""
    used = set(told.values())
    for one in takers:
        if held.get(one) in beds and held[one] not in used:
            told[one] = held[one]
            used.add(held[one])
    free = [number for number in beds if number not in used]
    told.update(zip((one for one in takers if one not in told), free, strict=False))
