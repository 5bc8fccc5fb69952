"""One line of time from the first contact to work, put together from the stations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.apps import apps
from django.utils.translation import gettext as _

from titian.counselling.models import DecisionRoute
from titian.people.models import EmploymentSpell, ServiceLink
from titian.placement.models import StatusRound
from titian.portal.queries.enrolments import EnrolmentLine
from titian.standards.models import JobStatus


@dataclass(frozen=True)
class Moment:
    """Something that happened; `on` is None where the day is not recorded."""

    on: date | None
    what: str
    detail: str = ""


@dataclass(frozen=True)
class Day:
    """What happened on one day."""

    on: date | None
    moments: list[Moment]


def timeline_of(
    links: list[ServiceLink],
    enrolments: list[EnrolmentLine],
    spells: list[EmploymentSpell],
    routes: list[DecisionRoute],
) -> list[Day]:
    """Return a life with us day by day, the earliest first; what has no day comes last."""
    moments = [
        *_served(links),
        *_counselled(routes),
        *(moment for line in enrolments for moment in _trained(line)),
        *_worked(spells),
        *_reported(enrolments),
    ]
    ordered = sorted(moments, key=lambda moment: moment.on or date.max)
    return [Day(on, list(group)) for on, group in groupby(ordered, key=lambda moment: moment.on)]


def _served(links: list[ServiceLink]) -> Iterator[Moment]:
    for link in links:
        yield Moment(link.since, _("Mulai dilayani %(body)s") % {"body": link.organisation.name}, link.reason)
        if link.until:
            yield Moment(link.until, _("Layanan %(body)s berakhir") % {"body": link.organisation.name})


def _counselled(routes: list[DecisionRoute]) -> Iterator[Moment]:
    """Tell which way was chosen, not why: the reason is for the person and the office."""
    for one in routes:
        words = _("Jalur dipilih: %(route)s") % {"route": one.get_route_display()}
        yield Moment(one.decision.decided_on, words, one.decision.office.name)
        if one.done_on:
            yield Moment(one.done_on, _("Langkah selesai: %(step)s") % {"step": one.step}, one.done_note)


def _trained(line: EnrolmentLine) -> Iterator[Moment]:
    enrolment, held = line.enrolment, line.enrolment.training_class
    name = held.programme.name
    yield Moment(
        held.starts_on,
        _("Mulai pelatihan %(name)s") % {"name": name},
        _("paket %(code)s, %(organiser)s") % {"code": held.code, "organiser": held.organiser.name},
    )
    if enrolment.passed is not None:
        words = _("Lulus pelatihan %(name)s") if enrolment.passed else _("Tidak lulus pelatihan %(name)s")
        number = _("sertifikat %(number)s") % {"number": line.certificate} if line.certificate else ""
        yield Moment(enrolment.result_on or held.ends_on, words % {"name": name}, number)
    if line.cover:
        period = line.cover.period
        yield Moment(
            period.lower if period else None,
            _("Terlindungi jaminan sosial selama pelatihan %(name)s") % {"name": name},
            line.cover.member_number,
        )
    if line.verdict:
        words = _("Dinyatakan kompeten") if line.verdict.competent else _("Dinyatakan belum kompeten")
        body = line.verdict.body.name if line.verdict.body else ""
        number = line.competency_certificate and _("sertifikat %(number)s") % {
            "number": line.competency_certificate
        }
        yield Moment(line.verdict.assessed_on, words, ", ".join(part for part in (body, number) if part))


def _worked(spells: list[EmploymentSpell]) -> Iterator[Moment]:
    for spell in spells:
        place = spell.employer.name if spell.employer else spell.employer_name
        told = [place, spell.job_title, spell.get_evidence_display()]
        detail = ", ".join(str(part) for part in told if part)
        yield Moment(spell.starts_on, _("Mulai bekerja: %(status)s") % {"status": spell.status}, detail)
        if spell.ends_on:
            yield Moment(spell.ends_on, _("Berhenti bekerja"), place)


def _reported(enrolments: list[EnrolmentLine]) -> Iterator[Moment]:
    """Tell each report there ever was, not only the latest."""
    events = list(
        apps.get_model("placement", "OutcomeReportEvent")
        .objects.filter(enrolment__in=[line.enrolment.pk for line in enrolments])
        .exclude(pgh_label="delete")
        .order_by("pgh_created_at", "pgh_id")
    )
    rounds = StatusRound.objects.select_related("recorded_by").in_bulk(
        {event.round_id for event in events if event.round_id}
    )
    names = dict(JobStatus.objects.values_list("pk", "name"))
    told = set()
    for event in events:
        fact = (event.enrolment_id, event.status_id, event.reported_on, event.round_id)
        if fact in told:
            continue
        told.add(fact)
        asked = rounds.get(event.round_id)
        detail = f"{asked.get_means_display()}, {asked.recorded_by}" if asked else ""
        yield Moment(
            event.reported_on,
            _("Status kerja dilaporkan: %(status)s") % {"status": names.get(event.status_id, event.word)},
            detail,
        )
