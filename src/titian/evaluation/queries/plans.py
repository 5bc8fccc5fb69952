"""What was promised for a year, beside what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from titian.evaluation.document import Counts, MissingRow, Promise, RowNote, TargetRow
from titian.planning.models import PlanVersion, Target

Cut = tuple[str, str, str]  # channel, fund, wave


def version_in_force(centre_id: int, year: int, on: date) -> PlanVersion | None:
    """Return the newest version of the plan decided by that day."""
    versions = PlanVersion.objects.filter(centre_id=centre_id, year=year, decided_on__lte=on)
    return versions.order_by("-number").first()


def targets_of(version: PlanVersion) -> list[Target]:
    return list(
        version.targets.select_related("channel", "fund").order_by(
            "channel__position", "channel", "fund__position", "fund", "wave"
        )
    )


def target_rows(
    version: PlanVersion | None,
    results: dict[Cut, Counts],
    names: dict[str, dict[str, str]],
) -> tuple[TargetRow, ...]:
    """Return a row for each promise of the version in force and each result nobody promised.

    `results` has the counts of each channel, fund and wave, and of all waves together under the wave ''.
    """
    rows, met = [], set[tuple[str, str]]()
    first = _first_promises(version)
    standing = set[Cut]()
    for target in targets_of(version) if version else []:
        met.add((target.channel_id, target.fund_id))
        standing.add((target.channel_id, target.fund_id, target.wave))
        cut = (target.channel_id, target.fund_id, target.wave)
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
        if version and cut not in standing:  # cut away altogether: the first promise stays visible
            met.add(cut[:2])
            nothing = Promise(0, 0, 0, version.decided_on, version.reason)
            rows.append(_row(cut, "", nothing, earlier, None, results, names))
    for channel, fund, wave in results:
        if not wave and (channel, fund) not in met:
            rows.append(_row((channel, fund, ""), "", None, None, None, results, names))
    return tuple(rows)


def missing_rows(
    version: PlanVersion | None,
    channels: Iterable[Counts],
    held: Iterable[RowNote],
    repeated: Iterable[RowNote],
    channel_of: dict[str, str],
) -> tuple[MissingRow, ...]:
    """Return, for each channel, promised packages without a roster and the rows that became nobody."""
    planned: dict[str, int] = {}
    for target in targets_of(version) if version else []:
        planned[target.channel_id] = planned.get(target.channel_id, 0) + target.packages
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


def _first_promises(version: PlanVersion | None) -> dict[Cut, Promise]:
    """Return what the first version promised for each cut; nothing where it is still in force."""
    if version is None:
        return {}
    first = (
        PlanVersion.objects.filter(centre_id=version.centre_id, year=version.year).order_by("number").first()
    )
    if first is None or first.pk == version.pk:
        return {}
    return {(t.channel_id, t.fund_id, t.wave): _promise(t) for t in targets_of(first)}


def _promise(target: Target) -> Promise:
    version = target.version
    return Promise(target.packages, target.people, target.rupiah, version.decided_on, version.reason)


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
