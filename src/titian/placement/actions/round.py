from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.core.fingerprint import fingerprint
from titian.journal.models import Entry
from titian.people.actions import (
    NewSpell,
    SpellCorrection,
    correct_employment,
    place_seekers,
    record_employment,
)
from titian.people.models import Evidence
from titian.placement.models import OutcomeReport, StatusRound
from titian.placement.queries import (
    OutcomeLine,
    employers_by_name,
    occupations_by_title,
    outcomes_of,
)
from titian.placement.rules import (
    Outcome,
    Why,
    is_same_work,
    why_informed_on_is_refused,
    why_outcome_is_refused,
)
from titian.planning.models import TrainingClass
from titian.standards.models import JobStatus


@dataclass
class Updated:
    """Which enrolments were written, and which were refused why."""

    written: list[int] = field(default_factory=list)
    refused: dict[int, Why] = field(default_factory=dict)


@transaction.atomic
def update_outcomes(
    training_class: TrainingClass,
    stated: Mapping[int, Outcome],
    *,
    means: str,
    informed_on: date,
    on: date,
    actor: User,
) -> Updated:
    """Write the outcomes that changed, each row for itself; what was known before stays on record.

    Another work opens a spell of its own, and the former one keeps its dates.
    """
    training_class = TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    if why := why_informed_on_is_refused(informed_on, starts_on=training_class.starts_on, on=on):
        raise DomainError(why, code="informed_on")
    working = set(JobStatus.objects.filter(working=True).values_list("pk", flat=True))
    updated = Updated()
    changed: list[tuple[OutcomeLine, Outcome]] = []
    for line in outcomes_of(training_class, actor):
        said = stated.get(line.enrolment.pk)
        if said is None or fingerprint(said) == fingerprint(line.outcome) or line.verified:
            continue
        why_not = why_outcome_is_refused(
            said,
            working=said.status in working,
            born=line.enrolment.person.birth_date,
            informed_on=informed_on,
        )
        if why_not:
            updated.refused[line.enrolment.pk] = why_not
        else:
            changed.append((line, said))
    if changed:
        asked = StatusRound.objects.create(
            training_class=training_class, informed_on=informed_on, means=means, recorded_by=actor
        )
        _write(changed, asked, working)
        persons = [line.enrolment.person_id for line, _new in changed]
        Entry.write_each(actor, "update_outcomes", "people.person", persons, round=asked.pk)
    updated.written = [line.enrolment.pk for line, _new in changed]
    return updated


def _write(changed: list[tuple[OutcomeLine, Outcome]], asked: StatusRound, working: set[str]) -> None:
    employers = employers_by_name(new.employer_name for _line, new in changed)
    occupations = occupations_by_title(new.job_title for _line, new in changed)
    spells: dict[int, int | None] = {}
    corrections: list[SpellCorrection] = []
    begun: list[tuple[int, NewSpell]] = []
    for line, new in changed:
        if new.status not in working:
            continue
        spell = NewSpell(
            line.enrolment.person_id, new.status, employers.get(new.employer_name), new.employer_name,
            new.job_title, occupations.get(new.job_title), new.starts_on, new.monthly_wage, Evidence.CENTRE,
            asked.informed_on, None,
        )  # fmt: skip
        known = line.report.spell_id if line.report else None
        if known and is_same_work(line.outcome, new):
            corrections.append(SpellCorrection(known, *spell))
            spells[line.enrolment.pk] = known
        else:
            begun.append((line.enrolment.pk, spell))
    correct_employment(corrections)
    made = record_employment([spell for _pk, spell in begun])
    place_seekers({spell.person_id: spell.starts_on or asked.informed_on for _pk, spell in begun})
    spells |= {pk: spell for (pk, _new), spell in zip(begun, made, strict=True)}
    _report(changed, asked, spells)


def _report(
    changed: list[tuple[OutcomeLine, Outcome]], asked: StatusRound, spells: dict[int, int | None]
) -> None:
    words = dict(JobStatus.objects.values_list("pk", "name"))
    OutcomeReport.objects.bulk_create(
        [
            OutcomeReport(
                enrolment_id=line.enrolment.pk,
                status_id=new.status,
                word=words[new.status][:100],
                spell_id=spells.get(line.enrolment.pk),
                evidence=Evidence.CENTRE,
                reported_on=asked.informed_on,
                round=asked,
                source=None,
            )
            for line, new in changed
        ],
        update_conflicts=True,
        unique_fields=["enrolment"],
        update_fields=[
            "status", "word", "spell", "evidence", "reported_on", "round", "source", "updated_at"
        ],
    )  # fmt: skip
