"""What was published of a year, and what has changed since?"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.evaluation.document import Counts, Evaluation, Figure
from titian.evaluation.models import Publication
from titian.evaluation.queries.readers import reading_of
from titian.network.models import Organisation

COUNTED = ("packages", "people", "passed", "assessed", "competent", "covered", "job_none", "unknown_status")


@dataclass(frozen=True)
class Difference:
    """A figure, or a count, that reads otherwise today; None: it was not there."""

    code: str
    where: str
    published: Figure | int | None
    now: Figure | int | None


def publications_for(user: User, centre: Organisation, year: int) -> QuerySet[Publication]:
    """Return the versions this user may read, latest first.

    Who reads all of a year reads its proposals too; an office of a region the centre serves what was signed.
    """
    held = Publication.objects.of(centre, year).select_related("centre", "proposed_by", "signed_by")
    reading = reading_of(user, centre)
    if user.is_system or reading.whole:
        return held
    return held.signed_once() if reading.anything else held.none()


def next_version(centre: Organisation, year: int) -> int:
    latest = Publication.objects.of(centre, year).aggregate(latest=Max("version"))["latest"]
    return (latest or 0) + 1


def differences(published: Evaluation, now: Evaluation) -> list[Difference]:
    """Return what reads otherwise today, in the order of the document: figures, then counts by channel."""
    today = {figure.code: figure for figure in now.figures}
    before = {figure.code: figure for figure in published.figures}
    found = [
        Difference(code, "", before.get(code), today.get(code))
        for code in dict.fromkeys([*before, *today])
        if before.get(code) != today.get(code)
    ]
    channels = {counts.code: counts for counts in now.channels}
    for counts in published.channels:
        found += _of_channel(counts, channels.pop(counts.code, None))
    for counts in channels.values():
        found += _of_channel(None, counts)
    held, held_now = len(published.held), len(now.held)
    return [*found, Difference("held", "", held, held_now)] if held != held_now else found


def _of_channel(before: Counts | None, today: Counts | None) -> list[Difference]:
    name = (today or before).name  # type: ignore[union-attr]  # one of them is there
    pairs = [
        (code, getattr(before, code) if before else None, getattr(today, code) if today else None)
        for code in COUNTED
    ]
    return [Difference(code, name, was, is_) for code, was, is_ in pairs if was != is_]


def count_name(code: str) -> str:
    """Return what a count of a difference is called."""
    return {
        "packages": _("Paket"),
        "people": _("Peserta"),
        "passed": _("Lulus"),
        "assessed": _("Diuji"),
        "competent": _("Kompeten"),
        "covered": _("Terlindungi"),
        "job_none": _("Belum bekerja"),
        "unknown_status": _("Status kerja belum didata"),
        "held": _("Baris ditahan"),
    }[code]
