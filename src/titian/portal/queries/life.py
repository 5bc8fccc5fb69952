"""A whole life with us, asked in one question.

Nine questions built anew for every page cost ten times what PostgreSQL needs to answer them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from titian.people.models import Evidence, Person

LATEST = 50  # of each kind of trace


@dataclass(frozen=True)
class ServiceLine:
    organisation: str
    since: date
    until: date | None
    reason: str


@dataclass(frozen=True)
class VerdictLine:
    competent: bool
    assessed_on: date | None
    body: str
    certificate: str


@dataclass(frozen=True)
class CoverLine:
    member_number: str
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True)
class ReportLine:
    status: str
    evidence: str


@dataclass(frozen=True)
class TrainingLine:
    """One class with what later stations know of it; None is not recorded."""

    class_id: int
    code: str
    programme: str
    organiser: str
    starts_on: date
    ends_on: date
    passed: bool | None
    result_on: date | None
    certificate: str
    verdict: VerdictLine | None
    cover: CoverLine | None
    report: ReportLine | None


@dataclass(frozen=True)
class SpellLine:
    """A time in work; `place` is the employer or the business, `source` where it was read."""

    status: str
    place: str
    job_title: str
    starts_on: date | None
    ends_on: date | None
    monthly_wage: int | None
    evidence: str
    verified: bool
    source: str


@dataclass(frozen=True)
class ReportEvent:
    """A job status once reported, whether or not another followed."""

    on: date
    status: str
    means: str
    asked_by: str


@dataclass(frozen=True)
class RouteLine:
    route: str
    decided_on: date
    office: str
    step: str
    done_on: date | None
    done_note: str


@dataclass(frozen=True)
class TraceLine:
    """`of` is noted, changed or looked."""

    of: str
    at: datetime
    who: str
    what: str
    why: str


@dataclass(frozen=True)
class LifeLines:
    source: str
    links: list[ServiceLine]
    trainings: list[TrainingLine]
    spells: list[SpellLine]
    reports: list[ReportEvent]
    routes: list[RouteLine]
    traces: list[TraceLine]


STATUS = "CASE WHEN %(english)s AND status.name_en <> '' THEN status.name_en ELSE status.name END"
WHO = "coalesce(nullif({0}.name, ''), {0}.username)"
READ_IN = """
    (SELECT json_build_array(sheet.document, sheet.sheet, source.row, sheet.columns ->> '{field}')
     FROM journal_source source JOIN journal_sourcesheet sheet ON sheet.id = source.sheet_id
     WHERE source.id = {holder}.source_id)
"""
LINKS = """
    SELECT json_build_array(organisation.name, link.since, link.until, link.reason)
    FROM people_servicelink link JOIN network_organisation organisation ON organisation.id = link.organisation_id
    WHERE link.person_id = %(person)s ORDER BY link.since DESC, link.id
"""
TRAININGS = f"""
    SELECT json_build_array(
        held.id, held.code, programme.name, organiser.name, held.starts_on, held.ends_on, enrolment.passed,
        enrolment.result_on, coalesce((
            SELECT number FROM training_trainingcertificate WHERE enrolment_id = enrolment.id), ''),
        (SELECT json_build_array(verdict.competent, verdict.assessed_on, coalesce(body.name, ''), coalesce((
                SELECT number FROM certification_competencycertificate WHERE verdict_id = verdict.id), ''))
         FROM certification_verdict verdict LEFT JOIN network_organisation body ON body.id = verdict.body_id
         WHERE verdict.enrolment_id = enrolment.id),
        (SELECT json_build_array(member_number, lower(period), upper(period)) FROM protection_cover
         WHERE person_id = enrolment.person_id AND training_class_id = held.id),
        (SELECT json_build_array({STATUS}, report.evidence) FROM placement_outcomereport report
         JOIN standards_jobstatus status ON status.code = report.status_id WHERE report.enrolment_id = enrolment.id))
    FROM training_enrolment enrolment
    JOIN planning_trainingclass held ON held.id = enrolment.training_class_id
    JOIN programmes_programme programme ON programme.id = held.programme_id
    JOIN network_organisation organiser ON organiser.id = held.organiser_id
    WHERE enrolment.person_id = %(person)s ORDER BY held.starts_on DESC, enrolment.id
"""
SPELLS = f"""
    SELECT json_build_array(
        {STATUS}, coalesce(employer.name, spell.employer_name), spell.job_title, spell.starts_on, spell.ends_on,
        spell.monthly_wage, spell.evidence, {READ_IN.format(holder="spell", field="job_status")})
    FROM people_employmentspell spell JOIN standards_jobstatus status ON status.code = spell.status_id
    LEFT JOIN network_organisation employer ON employer.id = spell.employer_id
    WHERE spell.person_id = %(person)s ORDER BY spell.starts_on DESC, spell.id DESC
"""
REPORTS = f"""
    SELECT json_build_array(event.reported_on, coalesce({STATUS}, event.word), round.means, asked_by.name)
    FROM (
        SELECT DISTINCT ON (enrolment_id, status_id, reported_on, round_id) *
        FROM placement_outcomereportevent
        WHERE enrolment_id IN (SELECT id FROM training_enrolment WHERE person_id = %(person)s)
            AND pgh_label <> 'delete'
        ORDER BY enrolment_id, status_id, reported_on, round_id, pgh_created_at, pgh_id
    ) event
    LEFT JOIN standards_jobstatus status ON status.code = event.status_id
    LEFT JOIN placement_statusround round ON round.id = event.round_id
    LEFT JOIN accounts_user asked_by ON asked_by.id = round.recorded_by_id
    ORDER BY event.pgh_created_at, event.pgh_id
"""
ROUTES = """
    SELECT json_build_array(chosen.route, decision.decided_on, office.name, chosen.step, chosen.done_on,
        chosen.done_note)
    FROM counselling_decisionroute chosen JOIN counselling_decision decision ON decision.id = chosen.decision_id
    JOIN network_organisation office ON office.id = decision.office_id
    WHERE decision.person_id = %(person)s ORDER BY decision.decided_on, chosen.id
"""
# States from before the history kept who acted tell only by whose load they came.
TRACES = f"""
    SELECT json_build_array(of, at, who, what, why) FROM (
        (SELECT 'noted' AS of, entry.at, {WHO.format("actor")} AS who, entry.verb AS what, entry.reason AS why
         FROM journal_entry entry JOIN accounts_user actor ON actor.id = entry.actor_id
         WHERE entry.subject_type = 'people.person' AND entry.subject_id = %(person)s
         ORDER BY entry.id DESC LIMIT {LATEST})
        UNION ALL
        (SELECT 'looked', look.at, {WHO.format("actor")}, look.what, look.reason
         FROM journal_look look JOIN accounts_user actor ON actor.id = look.actor_id
         WHERE look.person_id = %(person)s ORDER BY look.id DESC LIMIT {LATEST})
        UNION ALL
        (SELECT 'changed', event.pgh_created_at, coalesce(
            (SELECT {WHO.format("actor")} FROM accounts_user actor WHERE actor.id = event.acting_user_id),
            (SELECT {WHO.format("loader")} FROM rosters_loadedfile file
             JOIN rosters_load load ON load.id = file.load_id JOIN accounts_user loader ON loader.id = load.actor_id
             WHERE file.sha256 = sheet.sha256 AND file.carried_at IS NOT NULL
             ORDER BY file.carried_at DESC LIMIT 1), ''), event.pgh_label, coalesce(sheet.document, '')
         FROM people_personevent event LEFT JOIN journal_source source ON source.id = event.source_id
         LEFT JOIN journal_sourcesheet sheet ON sheet.id = source.sheet_id
         WHERE event.pgh_obj_id = %(person)s ORDER BY event.pgh_created_at DESC LIMIT {LATEST})
    ) trace ORDER BY at DESC
"""
PARTS = (LINKS, TRAININGS, SPELLS, REPORTS, ROUTES, TRACES)
LIFE = f"""
    SELECT {READ_IN.format(holder="person", field="nik")},
        {", ".join(f"array_to_json(ARRAY({part}))" for part in PARTS)}
    FROM people_person person WHERE person.id = %(person)s
"""


def life_lines(person: Person) -> LifeLines:
    """Return what the stations know of a person the reader may see; each station's own policy holds below."""
    with connection.cursor() as cursor:
        cursor.execute(LIFE, {"person": person.pk, "english": get_language() == "en"})
        source, links, trainings, spells, reports, routes, traces = cursor.fetchone()
    return LifeLines(
        source=_place(source),
        links=[
            ServiceLine(name, date.fromisoformat(since), _day(until), reason)
            for name, since, until, reason in links
        ],
        trainings=[_training(*told) for told in trainings],
        spells=[_spell(*told) for told in spells],
        reports=[
            ReportEvent(date.fromisoformat(on), status, means or "", who or "")
            for on, status, means, who in reports
        ],
        routes=[
            RouteLine(route, date.fromisoformat(decided), office, step, _day(done), note)
            for route, decided, office, step, done, note in routes
        ],
        traces=[
            TraceLine(of, datetime.fromisoformat(at), who, what, why) for of, at, who, what, why in traces
        ],
    )


def _training(
    class_id: int, code: str, programme: str, organiser: str, starts_on: str, ends_on: str, passed: bool | None,
    result_on: str | None, certificate: str, verdict: list[Any] | None, cover: list[Any] | None,
    report: list[str] | None,
) -> TrainingLine:  # fmt: skip
    return TrainingLine(
        class_id, code, programme, organiser, date.fromisoformat(starts_on), date.fromisoformat(ends_on), passed,
        _day(result_on), certificate,
        VerdictLine(verdict[0], _day(verdict[1]), *verdict[2:]) if verdict else None,
        CoverLine(cover[0], _day(cover[1]), _day_before(cover[2])) if cover else None,
        ReportLine(report[0], str(Evidence(report[1]).label)) if report else None,
    )  # fmt: skip


def _spell(
    status: str, place: str, job_title: str, starts_on: str | None, ends_on: str | None, wage: int | None,
    evidence: str, source: list[Any] | None,
) -> SpellLine:  # fmt: skip
    return SpellLine(
        status, place, job_title, _day(starts_on), _day(ends_on), wage, str(Evidence(evidence).label),
        evidence == Evidence.VERIFIED, _place(source),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _day_before(text: str | None) -> date | None:
    """The last day of a period, which PostgreSQL keeps without its upper end."""
    return date.fromisoformat(text) - timedelta(days=1) if text else None


def _place(source: list[Any] | None) -> str:
    """Return in words where a fact was read, down to the cell where the sheet's columns are known."""
    if source is None:
        return ""
    document, sheet, row, column = source
    if column:
        return _("%(document)s, lembar %(sheet)s, sel %(cell)s") % {
            "document": document, "sheet": sheet, "cell": f"{column}{row}",
        }  # fmt: skip
    return _("%(document)s, lembar %(sheet)s, baris %(row)d") % {
        "document": document,
        "sheet": sheet,
        "row": row,
    }
