"""From staged rows to the stations, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import QuerySet

from titian.accounts.models import User
from titian.certification.actions import VerdictStatement, record_verdicts
from titian.core.db.bulk import AnyOf, array_of
from titian.network.models import Organisation
from titian.people.actions import (
    DisabilityStatement,
    NewLink,
    NewPerson,
    PersonDetails,
    correct_details,
    fill_details,
    link,
    register,
    remove_unused,
    state_disability,
    unlink,
)
from titian.people.vault import unseal_many
from titian.placement.actions import OutcomeStatement, record_outcomes
from titian.planning.models import TrainingClass
from titian.protection.actions import CoverStatement, record_cover
from titian.rosters.models import StagedRow
from titian.rosters.queries.occupations import occupations_of
from titian.rosters.queries.stated import Stated, stated_rows
from titian.rosters.sealing import row_owner
from titian.training.actions import EnrolmentStatement, enrol, withdraw

LINK_REASON = "peserta pelatihan"
EMPLOYER_KINDS = ("employer", "lpk_company")
OWN_BUSINESS = ("own_account", "own_business_unknown", "employer_permanent", "employer_temporary_or_unpaid")


def state_rows(
    rows: QuerySet[StagedRow],
    *,
    actor: User,
    sources: Mapping[int, int] | None = None,
    corrects: bool = False,
) -> None:
    """Make what accepted rows say true in every station; with `corrects`, also where a person is known.

    `sources` names the source of rows that have none yet.
    """
    stated = stated_rows(rows)
    if not stated:
        return
    for row in stated:
        row.source_id = row.source_id or (sources or {}).get(row.pk)
    opened = _open_records(stated, actor=actor)
    _state_details(stated, opened, corrects=corrects)
    enrolments = enrol([_enrolment(row) for row in stated], actor=actor)
    for row, enrolment in zip(stated, enrolments, strict=True):
        row.enrolment_id = enrolment
    insurer = _single(Organisation.objects.filter(kind="insurer", confirmed=True))
    record_cover(
        [
            CoverStatement(row.person, row.class_id, insurer, row.member_number, row.source_id)
            for row in stated
        ]
    )
    record_verdicts(
        [
            VerdictStatement(
                enrolment, row.competent, None, row.certification_body_id, row.competency_certificate_number,
                row.source_id,
            )
            for row, enrolment in zip(stated, enrolments, strict=True)
        ]
    )  # fmt: skip
    record_outcomes(_outcomes(stated, enrolments))
    _remember(stated)


def take_back_rows(rows: QuerySet[StagedRow], *, actor: User, reason: str) -> None:
    """Undo what rows made true: their enrolments, and the people nobody else knows."""
    stated = stated_rows(rows.filter(enrolment_id__isnull=False))
    if not stated:
        return
    enrolments = [row.enrolment_id for row in stated if row.enrolment_id is not None]
    record_outcomes([_nothing_known(row) for row in stated])
    record_verdicts([VerdictStatement(enrolment, None, None, None, None, None) for enrolment in enrolments])
    record_cover([CoverStatement(row.person, row.class_id, None, None, None) for row in stated])
    withdraw(enrolments, actor=actor, reason=reason)
    _forget_people(stated, actor=actor)


def _open_records(rows: Sequence[Stated], *, actor: User) -> set[int]:
    """Register people not known yet, each once, and return them; link everybody to who serves them."""
    new: dict[bytes, Stated] = {}
    for row in rows:
        if row.person_id is None:
            new.setdefault(bytes(row.nik_hash or b""), row)
    niks = unseal_many(
        [bytes(row.nik_cipher or b"") for row in new.values()],
        [row_owner(row.pk) for row in new.values()],
        [row.key_version for row in new.values()],
    )
    ids = register([_new_person(row, nik) for row, nik in zip(new.values(), niks, strict=True)], actor=actor)
    opened = dict(zip(new, ids, strict=True))
    first = {row.pk for row in new.values()}
    for row in rows:
        if row.person_id is None:
            row.person_id = opened[bytes(row.nik_hash or b"")]
            row.person_is_new = True
    link(
        [
            NewLink(row.person, organisation, row.class_starts_on, LINK_REASON)
            for row in rows
            if row.pk not in first  # whoever was registered just now is linked by it
            for organisation in row.served_by
        ]
    )
    return set(ids)


def _new_person(row: Stated, nik: str) -> NewPerson:
    return NewPerson(
        name=row.name,
        sex=row.sex,
        birth_date=row.birth_date,
        birth_place=row.birth_place,
        nik=nik,
        no_nik_reason="",
        phone=row.phone,
        address=row.address,
        regency=row.regency,
        district=row.district,
        education=row.education,
        is_demo=row.is_demo,
        source_id=row.source_id,
        organisations=row.served_by,
        since=row.class_starts_on,
        link_reason=LINK_REASON,
        trained=True,
    )


def _state_details(rows: Sequence[Stated], opened: set[int], *, corrects: bool) -> None:
    """A corrected row corrects the person; another class of a known person only fills what is unknown."""
    known = [row for row in rows if row.person_id not in opened]
    corrections = {row.pk for row in known if corrects or row.restates}
    correct_details([_details(row) for row in known if row.pk in corrections])
    fill_details([_details(row) for row in known if row.pk not in corrections])
    state_disability(
        [
            DisabilityStatement(
                row.person,
                row.disability,
                row.disability_kind,
                row.class_starts_on,
                row.source_id,
                row.pk in corrections,
            )
            for row in rows
            if row.disability is not None
        ]
    )


def _details(row: Stated) -> PersonDetails:
    return PersonDetails(
        row.person, row.name, row.name_key, row.birth_date, row.birth_place, row.phone, row.address,
        row.regency, row.district, row.education,
    )  # fmt: skip


def _enrolment(row: Stated) -> EnrolmentStatement:
    return EnrolmentStatement(
        class_id=row.class_id,
        person_id=row.person,
        number_in_class=row.number_in_class,
        domicile=row.regency,
        education=row.education,
        passed=row.passed,
        result_on=row.class_ends_on if row.passed is not None else None,
        note=row.note,
        certificate_number=row.certificate_number,
        issuer_id=row.centre_id,
        source_id=row.source_id,
    )


def _outcomes(rows: Sequence[Stated], enrolments: Sequence[int]) -> list[OutcomeStatement]:
    employers = _employers(row.employer_name for row in rows)
    occupations = occupations_of(row.job_title for row in rows)
    return [
        OutcomeStatement(
            enrolment_id=enrolment,
            person_id=row.person,
            status=row.status,
            word=row.status_word,
            employer_id=None if row.status in OWN_BUSINESS else employers.get(row.employer_name),
            employer_name=row.employer_name,
            job_title=row.job_title,
            occupation=occupations.get(row.job_title),
            starts_on=row.work_starts_on,
            monthly_wage=row.wage,
            reported_on=row.work_starts_on or row.sheet_ends_on or row.class_starts_on,
            source_id=row.source_id,
        )
        for row, enrolment in zip(rows, enrolments, strict=True)
    ]


def _nothing_known(row: Stated) -> OutcomeStatement:
    return OutcomeStatement(
        row.enrolment_id or 0, row.person, None, "", None, "", "", None, None, None, row.class_starts_on, None
    )


def _remember(rows: Sequence[Stated]) -> None:
    """Note on each row what it became. Whoever stands last for a person a roster opened takes the record along."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE rosters_stagedrow r
            SET person_id = t.person, person_is_new = t.new, enrolment_id = t.enrolment, source_id = t.source,
                live = true
            FROM unnest(%s::bigint[], %s::bigint[], %s::boolean[], %s::bigint[], %s::bigint[])
                 AS t (id, person, new, enrolment, source)
            WHERE r.id = t.id
            """,
            [
                array_of(row.pk for row in rows),
                array_of(row.person_id for row in rows),
                array_of(row.person_is_new or (row.restates and bool(row.former_opened)) for row in rows),
                array_of(row.enrolment_id for row in rows),
                array_of(row.source_id for row in rows),
            ],
        )


def _forget_people(rows: Sequence[Stated], *, actor: User) -> None:
    """End what served these enrolments alone: links, and records that a roster opened and nothing else needs."""
    people = sorted({row.person for row in rows})
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, class_id FROM training_days_of(%s::bigint[])", [people])
        remaining = cursor.fetchall()
    serving = {
        pk: (centre, organiser)
        for pk, centre, organiser in TrainingClass.objects.filter(
            pk__in={class_id for _person_id, class_id in remaining}
        ).values_list("pk", "centre", "organiser")
    }
    still = {(person, body) for person, class_id in remaining for body in serving[class_id]}
    gone = sorted({row.person for row in rows if row.person_is_new} - {person for person, _body in still})
    served = {(row.person, body) for row in rows for body in row.served_by}
    unlink([pair for pair in sorted(served - still) if pair[0] not in gone])
    StagedRow.objects.filter(AnyOf("pk", [row.pk for row in rows])).update(enrolment_id=None)
    remove_unused(gone, actor=actor)


def _employers(names: Iterable[str]) -> dict[str, int]:
    """Return the employers on record by the name as written; a name two of them bear says nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT t.name, min(o.id) FROM unnest(%s::text[]) AS t (name)
            JOIN network_organisation o
              ON o.name_key = regexp_replace(lower(t.name), '[^[:alnum:]]', '', 'g') AND o.kind_id = ANY (%s)
            WHERE t.name <> '' GROUP BY t.name HAVING count(DISTINCT o.id) = 1
            """,
            [sorted(set(names)), list(EMPLOYER_KINDS)],
        )
        return dict(cursor.fetchall())


def _single(organisations: QuerySet[Organisation]) -> int | None:
    found = list(organisations.values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None
