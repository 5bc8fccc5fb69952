"""One line of time from the first contact to work, put together from the stations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from titian.counselling.models import Route
from titian.placement.models import Means
from titian.portal.queries.life import (
    LifeLines,
    ReportEvent,
    RouteLine,
    ServiceLine,
    SpellLine,
    TrainingLine,
)


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


def timeline_of(life: LifeLines) -> list[Day]:
    """Return a life with us day by day, the earliest first; what has no day comes last."""
    moments = [
        *_served(life.links),
        *_counselled(life.routes),
        *(moment for line in life.trainings for moment in _trained(line)),
        *_worked(life.spells),
        *_reported(life.reports),
    ]
    ordered = sorted(moments, key=lambda moment: moment.on or date.max)
    return [Day(on, list(group)) for on, group in groupby(ordered, key=lambda moment: moment.on)]


def _served(links: Iterable[ServiceLine]) -> Iterator[Moment]:
    for link in links:
        yield Moment(link.since, _("Mulai dilayani %(body)s") % {"body": link.organisation}, link.reason)
        if link.until:
            yield Moment(link.until, _("Layanan %(body)s berakhir") % {"body": link.organisation})


def _counselled(routes: Iterable[RouteLine]) -> Iterator[Moment]:
    """Tell which way was chosen, not why: the reason is for the person and the office."""
    for one in routes:
        yield Moment(
            one.decided_on, _("Jalur dipilih: %(route)s") % {"route": Route(one.route).label}, one.office
        )
        if one.done_on:
            yield Moment(one.done_on, _("Langkah selesai: %(step)s") % {"step": one.step}, one.done_note)


def _trained(line: TrainingLine) -> Iterator[Moment]:
    yield Moment(
        line.starts_on,
        _("Mulai pelatihan %(name)s") % {"name": line.programme},
        _("paket %(code)s, %(organiser)s") % {"code": line.code, "organiser": line.organiser},
    )
    if line.passed is not None:
        words = _("Lulus pelatihan %(name)s") if line.passed else _("Tidak lulus pelatihan %(name)s")
        number = _("sertifikat %(number)s") % {"number": line.certificate} if line.certificate else ""
        yield Moment(line.result_on or line.ends_on, words % {"name": line.programme}, number)
    if line.cover:
        yield Moment(
            line.cover.first_day,
            _("Terlindungi jaminan sosial selama pelatihan %(name)s") % {"name": line.programme},
            line.cover.member_number,
        )
    if line.verdict:
        words = _("Dinyatakan kompeten") if line.verdict.competent else _("Dinyatakan belum kompeten")
        number = line.verdict.certificate and _("sertifikat %(number)s") % {
            "number": line.verdict.certificate
        }
        yield Moment(
            line.verdict.assessed_on, words, ", ".join(part for part in (line.verdict.body, number) if part)
        )


def _worked(spells: Iterable[SpellLine]) -> Iterator[Moment]:
    for spell in spells:
        detail = ", ".join(str(part) for part in (spell.place, spell.job_title, spell.evidence) if part)
        yield Moment(spell.starts_on, _("Mulai bekerja: %(status)s") % {"status": spell.status}, detail)
        if spell.ends_on:
            yield Moment(spell.ends_on, _("Berhenti bekerja"), spell.place)


def _reported(reports: Iterable[ReportEvent]) -> Iterator[Moment]:
    """Tell each report there ever was, not only the latest."""
    for one in reports:
        detail = f"{Means(one.means).label}, {one.asked_by}" if one.means else ""
        yield Moment(one.on, _("Status kerja dilaporkan: %(status)s") % {"status": one.status}, detail)
