from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.network.queries import organisation_by_name
from titian.planning.models import PlanVersion, Target
from titian.planning.rules import why_version_must_wait
from titian.planning.targets import TargetRow

Place = tuple[str, str, str]


class SetTargets(NamedTuple):
    """What came of one centre and year of a file: a new version, money or wording noted, or nothing."""

    centre: str
    year: int
    version: int
    is_new: bool
    noted: int


def centres_named(rows: Sequence[TargetRow]) -> dict[str, Organisation]:
    """Return the centre of each name in the rows, or refuse with every row whose centre is not one."""
    centres: dict[str, Organisation] = {}
    complaints = []
    for row in rows:
        if row.centre in centres:
            continue
        try:
            centre = organisation_by_name(row.centre)
        except DomainError as refusal:
            complaints.append(_("Baris %(row)d: %(reason)s") % {"row": row.row, "reason": refusal.message})
            continue
        if centre.kind.trains:
            centres[row.centre] = centre
        else:
            complaints.append(
                _("Baris %(row)d: %(name)s bukan lembaga pelatihan.") % {"row": row.row, "name": centre.name}
            )
    if complaints:
        raise DomainError("\n".join(complaints), code="targets_unreadable")
    return centres


@transaction.atomic
def set_targets(
    rows: Sequence[TargetRow],
    *,
    actor: User,
    today: date,
    decided_on: date | None = None,
    reason: str = "",
) -> list[SetTargets]:
    """Make the rows the plan of their centres and years: a new dated version where a promise differs.

    The rows of a centre and year are its whole plan. Money spent and wording are no promise: they are noted
    in the version in force. The first version holds from the start of its year unless a day is given.
    """
    centres = centres_named(rows)
    plans = sorted(((centres[row.centre].pk, row.year, row) for row in rows), key=itemgetter(0, 1))
    return [
        _set_year(
            centre_id,
            year,
            [row for *_place, row in planned],
            actor=actor,
            today=today,
            decided_on=decided_on,
            reason=reason,
        )
        for (centre_id, year), planned in groupby(plans, key=itemgetter(0, 1))
    ]


@transaction.atomic
def set_plan(
    centre: Organisation,
    year: int,
    rows: Sequence[TargetRow],
    *,
    actor: User,
    today: date,
    decided_on: date | None = None,
    reason: str = "",
) -> SetTargets:
    """Make the rows the plan of one centre and year; the centre is known, so its name in the rows is not read."""
    if not rows:
        raise DomainError(_("Rencana memerlukan sedikitnya satu baris."), code="targets_unreadable")
    return _set_year(
        centre.pk, year, list(rows), actor=actor, today=today, decided_on=decided_on, reason=reason
    )


def _set_year(
    centre_id: int,
    year: int,
    rows: list[TargetRow],
    *,
    actor: User,
    today: date,
    decided_on: date | None,
    reason: str,
) -> SetTargets:
    centre = Organisation.objects.select_for_update(of=("self",)).get(pk=centre_id)  # one version at a time
    former = PlanVersion.objects.filter(centre=centre, year=year).order_by("-number").first()
    _refuse_repeats(rows, centre)
    held = {_place(target): target for target in former.targets.all()} if former else {}
    if former and _keeps_promises(rows, held):
        noted = _note(former, rows, held, actor)
        return SetTargets(centre.name, year, former.number, False, noted)
    day = decided_on or (today if former else min(today, date(year, 1, 1)))
    refusal = why_version_must_wait(
        former_decided_on=former.decided_on if former else None, decided_on=day, reason=reason, today=today
    )
    if refusal:
        raise DomainError(f"{centre.name} {year}: {refusal}", code="targets_must_wait")
    version = PlanVersion.objects.create(
        centre=centre,
        year=year,
        number=former.number + 1 if former else 1,
        decided_on=day,
        reason=reason.strip() or _("Rencana awal"),
    )
    Target.objects.bulk_create(
        Target(
            version=version,
            channel_id=row.channel,
            fund_id=row.fund,
            wave=row.wave,
            label=row.label,
            packages=row.packages,
            people=row.people,
            rupiah=row.rupiah,
            rupiah_spent=_spent(row, held),
        )
        for row in rows
    )
    Entry.write(actor, "set_targets", version, reason=version.reason)
    return SetTargets(centre.name, year, version.number, True, 0)


def _place(target: Target) -> Place:
    return target.channel_id, target.fund_id, target.wave


def _refuse_repeats(rows: list[TargetRow], centre: Organisation) -> None:
    """A centre may be named in two ways in one file."""
    first: dict[Place, int] = {}
    for row in rows:
        if row.place in first:
            raise DomainError(
                _("Baris %(row)d mengulang baris %(first)d: keduanya target %(centre)s.")
                % {"row": row.row, "first": first[row.place], "centre": centre.name},
                code="targets_unreadable",
            )
        first[row.place] = row.row


def _keeps_promises(rows: list[TargetRow], held: Mapping[Place, Target]) -> bool:
    """Money that the file does not state is no change."""
    if {row.place for row in rows} != set(held):
        return False
    return all(
        (row.packages, row.people) == (held[row.place].packages, held[row.place].people)
        and row.rupiah in (None, held[row.place].rupiah)
        for row in rows
    )


def _spent(row: TargetRow, held: Mapping[Place, Target]) -> int | None:
    """What was spent stays true when the promise changes."""
    if row.rupiah_spent is None and row.place in held:
        return held[row.place].rupiah_spent
    return row.rupiah_spent


def _note(version: PlanVersion, rows: list[TargetRow], held: Mapping[Place, Target], actor: User) -> int:
    """Note money spent and wording in the version in force; return how many rows changed."""
    changed = []
    for row in rows:
        target = held[row.place]
        stated = (_spent(row, held), row.label or target.label)
        if (target.rupiah_spent, target.label) != stated:
            target.rupiah_spent, target.label = stated
            changed.append(target)
    if changed:
        Target.objects.bulk_update(changed, ["rupiah_spent", "label"])
        Entry.write(actor, "note_spending", version, rows=len(changed))
    return len(changed)
