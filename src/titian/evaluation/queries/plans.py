"""What was promised for a year, beside what became of it."""

from __future__ import annotations

from collections.abc import Iterable

from titian.evaluation.document import Counts, MissingRow, Promise, RowNote, TargetRow
from titian.evaluation.queries.plan_in_force import Line, Plan

Cut = tuple[str, str, str]  # channel, fund, wave


def target_rows(
    plan: Plan,
    results: dict[Cut, Counts],
    names: dict[str, dict[str, str]],
) -> tuple[TargetRow, ...]:
    """Return a row for each promise of the version in force and each result nobody promised.

    `results` has the counts of each channel, fund and wave, and of all waves together under the wave ''.
    """
    rows, met = [], set[tuple[str, str]]()
    first = {_cut(line): _promise(line) for line in plan.first}
    standing = set[Cut]()
    for target in plan.lines:
        cut = _cut(target)
        met.add(cut[:2])
        standing.add(cut)
        promised = _promise(target)
        earlier = first.get(cut)
        changed = earlier and (earlier.packages, earlier.people, earlier.rupiah) != (
            promised.packages, promised.people, promised.rupiah,
        )  # fmt: skip
        rows.append(
            _row(
                cut, target.label, promised, earlier if changed else None, target.rupiah_spent, results, names
            )
        )
    for cut, earlier in first.items():
        if plan.decided_on and cut not in standing:  # cut away altogether: the first promise stays visible
            met.add(cut[:2])
            nothing = Promise(0, 0, 0, plan.decided_on, plan.reason)
            rows.append(_row(cut, "", nothing, earlier, None, results, names))
    unpromised = [
        (channel, fund) for channel, fund, wave in results if not wave and (channel, fund) not in met
    ]
    for channel, fund in sorted(unpromised, key=lambda cut: _place(cut, names)):
        rows.append(_row((channel, fund, ""), "", None, None, None, results, names))
    return tuple(rows)


def missing_rows(
    plan: Plan,
    channels: Iterable[Counts],
    held: Iterable[RowNote],
    repeated: Iterable[RowNote],
    channel_of: dict[str, str],
) -> tuple[MissingRow, ...]:
    """Return, for each channel, promised packages without a roster and the rows that became nobody."""
    planned: dict[str, int] = {}
    for target in plan.lines:
        planned[target.channel] = planned.get(target.channel, 0) + target.packages
    held_in = [channel_of.get(row.package) for row in held]
    repeated_in = [channel_of.get(row.package) for row in repeated]
    return tuple(
        MissingRow(
            channel.code, channel.name, planned.get(channel.code), channel.packages,
            max(planned.get(channel.code, 0) - channel.packages, 0),
            held_in.count(channel.code), repeated_in.count(channel.code),
        )
        for channel in channels
    )  # fmt: skip


def _place(cut: tuple[str, str], names: dict[str, dict[str, str]]) -> list[tuple[int, str]]:
    """Return where a channel and a fund stand in the order of the code lists, in which promises stand too."""
    listed = (list(names["channel"]), list(names["fund"]))
    return [
        (codes.index(code) if code in codes else len(codes), code)
        for code, codes in zip(cut, listed, strict=True)
    ]


def _cut(line: Line) -> Cut:
    return line.channel, line.fund, line.wave


def _promise(line: Line) -> Promise:
    return Promise(line.packages, line.people, line.rupiah, line.decided_on, line.reason)


def _row(
    cut: Cut, label: str, promised: Promise | None, first: Promise | None, spent: int | None,
    results: dict[Cut, Counts], names: dict[str, dict[str, str]],
) -> TargetRow:  # fmt: skip
    channel, fund, wave = cut
    found = results.get(cut)
    channel_name = names["channel"].get(channel, channel)
    return TargetRow(
        channel=channel, channel_name=channel_name, label=label or channel_name,
        fund=fund, fund_name=names["fund"].get(fund, fund), wave=wave, promised=promised, first=first,
        packages=found.packages if found else 0, people=found.people if found else 0, rupiah=spent,
        passed=found.passed if found else 0, competent=found.competent if found else 0,
        formal=found.job_employee if found else 0,
        informal_or_own=found.job_own_account + found.job_casual if found else 0, abroad=None,
    )  # fmt: skip
