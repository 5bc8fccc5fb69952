from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.actions import system_actor
from titian.accounts.queries import user_named
from titian.core.access import acting_as
from titian.core.errors import DomainError
from titian.evaluation.analytics.answers import analysed
from titian.evaluation.analytics.engine import engine_of_the_setting
from titian.evaluation.indicators import REGISTRY
from titian.evaluation.queries.cells import Question
from titian.evaluation.queries.cohort import DIMENSIONS
from titian.evaluation.queries.slices import slices
from titian.journal.models import Entry
from titian.planning.models import TrainingClass


class Command(BaseCommand):
    help = "Menjawab pertanyaan seluruh negeri dari catatan yang diekspor (ANALYTICS_ENGINE)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by", choices=sorted(filter(None, DIMENSIONS)), default="year")
        parser.add_argument("--figure", action="append", dest="figures", metavar="CODE")
        parser.add_argument("--keep", action="append", default=[], metavar="CUT=VALUE")
        parser.add_argument("--year", action="append", type=int, dest="years")
        parser.add_argument("--as", dest="username", metavar="USER")

    def handle(self, *args: Any, by: str, username: str | None, **options: Any) -> None:
        codes = tuple(options["figures"] or ("passed",))
        if unknown := {*codes} - {row.code for row in REGISTRY}:
            raise CommandError(_("Angka tidak dikenal: %(codes)s.") % {"codes": ", ".join(sorted(unknown))})
        try:
            actor = user_named(username) if username else system_actor("shell")
            with acting_as(actor.pk):
                _refuse_a_narrower_reader()
                answer = _answer(by, codes, _kept(options["keep"]), options["years"])
                Entry.write(actor, "analyse_records", "evaluation.participation", by=by, figures=list(codes))
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))


def _refuse_a_narrower_reader() -> None:
    """The files hold everybody; who sees less asks the pages, where the second wall stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app_sees_all()")
        if cursor.fetchone() != (True,):
            raise DomainError(
                _("Hanya yang melihat semua catatan dapat menganalisisnya."), code="not_national"
            )


def _kept(told: list[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    kept: dict[str, tuple[str, ...]] = {}
    for one in told:
        cut, _equals, value = one.partition("=")
        if cut not in DIMENSIONS or not cut:
            raise DomainError(_("Saringan “%(cut)s” tidak dikenal.") % {"cut": cut[:40]}, code="cut_unknown")
        kept[cut] = (*kept.get(cut, ()), value)
    return tuple(kept.items())


def _answer(
    by: str, codes: tuple[str, ...], kept: tuple[tuple[str, tuple[str, ...]], ...], years: list[int] | None
) -> list[dict[str, Any]]:
    centres = tuple(TrainingClass.objects.order_by().values_list("centre", flat=True).distinct())
    known = tuple(TrainingClass.objects.order_by().values_list("year", flat=True).distinct())
    wanted = tuple(years or known)
    if not centres or not wanted:
        return []
    question = Question(
        centres[0], wanted[0], timezone.localdate(), False, None, centres, wanted, kept, frozenset(codes)
    )
    engine = engine_of_the_setting(settings.ANALYTICS_FOLDER)
    try:
        cells = analysed(engine, question, dict.fromkeys(("", by)))
    finally:
        engine.close()
    whole = slices(cells, "", names={}, codes=(*codes,)).get("")
    if whole is None:
        return []
    gate = {figure.code: figure for figure in whole.figures}
    found = slices(cells, by, names={}, gate=gate, codes=codes)
    return [
        {
            "value": code,
            "people": cut.counts.people,
            "figures": {
                figure.code: {
                    "state": figure.state.value, "value": figure.value, "numerator": figure.numerator,
                    "denominator": figure.denominator, "low": figure.low, "high": figure.high,
                }
                for figure in cut.figures
            },
        }
        for code, cut in sorted({**found, "": whole}.items() if by else found.items())
    ]  # fmt: skip
