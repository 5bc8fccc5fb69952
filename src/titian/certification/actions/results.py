from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from titian.accounts.models import User
from titian.certification.actions.verdicts import VerdictStatement, record_verdicts
from titian.certification.queries import ResultLine, competency_numbers_taken, results_of
from titian.certification.rules import Result, Why, numbers_refused, why_result_is_refused
from titian.core.fingerprint import fingerprint
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.planning.models import TrainingClass
from titian.protection.actions import CoverStatement, record_cover
from titian.training.actions import EnrolmentStatement, enrol
from titian.training.queries import certificate_numbers_taken


@dataclass
class Saved:
    """Which enrolments were written, and which were refused why."""

    written: list[int] = field(default_factory=list)
    refused: dict[int, Why] = field(default_factory=dict)


@transaction.atomic
def state_results(training_class: TrainingClass, stated: Mapping[int, Result], *, actor: User) -> Saved:
    """Write the results that changed, each row for itself: what cannot be is refused, the rest is saved."""
    training_class = TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    saved = Saved()
    changed: dict[int, tuple[ResultLine, Result]] = {}
    for line in results_of(training_class, actor):
        said = stated.get(line.enrolment.pk)
        if said is None or fingerprint(said) == fingerprint(line.result):
            continue
        if why := why_result_is_refused(said):
            saved.refused[line.enrolment.pk] = why
        else:
            changed[line.enrolment.pk] = (line, said)
    while refused := _numbers_refused(training_class, changed):
        saved.refused |= refused
        changed = {pk: pair for pk, pair in changed.items() if pk not in refused}
    _write(training_class, list(changed.values()), actor)
    saved.written = list(changed)
    return saved


def _numbers_refused(
    training_class: TrainingClass, changed: Mapping[int, tuple[ResultLine, Result]]
) -> dict[int, Why]:
    certificates = {pk: new.certificate_number for pk, (_line, new) in changed.items()}
    competencies = {pk: new.competency_number for pk, (_line, new) in changed.items()}
    return numbers_refused(
        certificates,
        {pk: line.result.certificate_number for pk, (line, _new) in changed.items()},
        certificate_numbers_taken(training_class.centre_id, filter(None, certificates.values())),
        field="certificate_number",
    ) | numbers_refused(
        competencies,
        {pk: line.result.competency_number for pk, (line, _new) in changed.items()},
        competency_numbers_taken(filter(None, competencies.values())),
        field="competency_number",
    )


def _write(training_class: TrainingClass, pairs: list[tuple[ResultLine, Result]], actor: User) -> None:
    if not pairs:
        return
    training = [(line, new) for line, new in pairs if new[:2] != line.result[:2]]
    enrol([_enrolment(training_class, line, new) for line, new in training], actor=actor)
    record_verdicts([_verdict(line, new) for line, new in pairs if new[2:4] != line.result[2:4]])
    insurer = _only_insurer()
    record_cover(
        [
            CoverStatement(
                line.enrolment.person_id,
                training_class.pk,
                line.cover.insurer_id if line.cover else insurer,
                new.member_number or None,
                line.cover.source_id if line.cover else None,
            )
            for line, new in pairs
            if new.member_number != line.result.member_number
        ]
    )
    persons = [line.enrolment.person_id for line, _new in pairs]
    Entry.write_each(actor, "state_results", "people.person", persons, training_class=training_class.pk)


def _enrolment(training_class: TrainingClass, line: ResultLine, new: Result) -> EnrolmentStatement:
    known = line.enrolment
    result_on = known.result_on if new.passed == known.passed else None
    return EnrolmentStatement(
        class_id=training_class.pk,
        person_id=known.person_id,
        number_in_class=known.number_in_class,
        domicile=known.domicile_id,
        education=known.education_id,
        passed=new.passed,
        result_on=result_on or (training_class.ends_on if new.passed is not None else None),
        note=known.note,
        certificate_number=new.certificate_number or None,
        issuer_id=training_class.centre_id,
        source_id=known.source_id,
    )


def _verdict(line: ResultLine, new: Result) -> VerdictStatement:
    known = line.verdict
    return VerdictStatement(
        line.enrolment.pk,
        new.competent,
        known.assessed_on if known else None,
        known.body_id if known else None,
        new.competency_number or None,
        known.source_id if known else None,
    )


def _only_insurer() -> int | None:
    found = list(Organisation.objects.filter(kind="insurer", confirmed=True).values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None
