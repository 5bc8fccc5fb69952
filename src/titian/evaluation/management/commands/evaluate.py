from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console

from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.accounts.queries import user_named
from titian.core.access import acting_as
from titian.core.errors import DomainError
from titian.evaluation.actions import fold_touched
from titian.evaluation.actions.note_download import note_download
from titian.evaluation.document import Evaluation
from titian.evaluation.outputs.part import part_of
from titian.evaluation.outputs.pdf import write_pdf
from titian.evaluation.outputs.terminal import write_table
from titian.evaluation.outputs.workbook import write_workbook
from titian.evaluation.permissions import may_download_evaluation, may_read_evaluation
from titian.evaluation.queries.evaluate import evaluate
from titian.evaluation.queries.readers import reading_of
from titian.evaluation.serialise import to_json
from titian.network.models import Organisation
from titian.network.queries import organisation_by_name

WIDTH = 140


class Command(BaseCommand):
    help = "Evaluasi pelatihan satu balai dalam satu tahun: tabel, JSON, lembar sebar atau PDF."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--centre", required=True, help="balai penanggung jawab")
        parser.add_argument(
            "--as-of", default="", metavar="TTTT-BB-HH", help="tanpa yang terjadi sesudah hari itu"
        )
        parser.add_argument("--as", dest="username", metavar="USER")
        parser.add_argument("--format", choices=["table", "json", "xlsx", "pdf"], default="table")
        parser.add_argument("--out", type=Path, help="berkas tujuan; wajib untuk xlsx dan pdf")

    def handle(
        self, *args: Any, year: int, centre: str, format: str, out: Path | None, **options: Any
    ) -> None:  # fmt: skip
        if format in ("xlsx", "pdf") and out is None:
            raise CommandError(_("Sebutkan berkas tujuan dengan --out."))
        try:
            on = _day(options["as_of"])
            actor = user_named(options["username"]) if options["username"] else system_actor("shell")
            fold_touched()
            with acting_as(actor.pk):
                evaluation = _evaluation(organisation_by_name(centre), year, on, actor, keeps=out is not None)
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        if out is None:
            self._print(evaluation, format)
            return
        out.write_bytes(_bytes(evaluation, format))
        self.stdout.write(_("Ditulis: %(file)s") % {"file": out})

    def _print(self, evaluation: Evaluation, format: str) -> None:
        if format == "json":
            self.stdout.write(to_json(evaluation))
            return
        console = Console(file=self.stdout, width=None if self.stdout.isatty() else WIDTH)  # type: ignore[arg-type]
        console.print(write_table(evaluation))


def _evaluation(centre: Organisation, year: int, on: date | None, actor: User, *, keeps: bool) -> Evaluation:
    may = may_download_evaluation if keeps else may_read_evaluation
    if not may(actor, centre):
        raise DomainError(
            _("%(user)s tidak berwenang membaca evaluasi %(centre)s.") % {"user": actor, "centre": centre},
            code="may_not_read_evaluation",
        )
    evaluation = evaluate(centre, year, as_of=on, user=actor)
    reading = reading_of(actor, centre)
    if keeps:
        note_download(centre, year, as_of=on, kind="file", whole=reading.whole, actor=actor)
    return evaluation if reading.whole else part_of(evaluation, reading.regencies)


def _bytes(evaluation: Evaluation, format: str) -> bytes:
    if format == "pdf":
        return write_pdf(evaluation)
    if format == "xlsx":
        return write_workbook(evaluation)
    if format == "json":
        return to_json(evaluation).encode()
    console = Console(width=WIDTH, record=True, quiet=True)
    console.print(write_table(evaluation))
    return console.export_text().encode()


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DomainError(
            _("Tanggal “%(text)s” tidak terbaca; tulis tahun-bulan-hari, misalnya 2022-12-21.")
            % {"text": text},
            code="date_unreadable",
        ) from None
