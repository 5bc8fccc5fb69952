from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress

from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.core.access import acting_as
from titian.core.errors import DomainError
from titian.network.queries import organisation_by_name
from titian.planning.waves import wave_code
from titian.rosters.actions import RosterFile, load_rosters, undo
from titian.rosters.manifest import Batch, batches_of
from titian.rosters.models import Load
from titian.rosters.permissions import may_load_rosters
from titian.rosters.queries.loads import load_history, load_report
from titian.rosters.queries.partners import body_by_name
from titian.rosters.queries.repair import held_rows_for_repair, template_of
from titian.rosters.writing import write_held, write_template


class Command(BaseCommand):
    help = "Memuat roster, menulis baris yang ditahan untuk diperbaiki, menulis roster kosong, membatalkan muatan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        load = verbs.add_parser("load", help="muat berkas .xlsx, .ods atau .csv")
        load.add_argument("paths", nargs="+", type=Path)
        load.add_argument(
            "--manifest", type=Path,
            help="daftar berkas: file, year, centre, channel; boleh juga wave, certification_body",
        )  # fmt: skip
        load.add_argument("--centre", help="balai penanggung jawab, bila tanpa manifest")
        load.add_argument("--year", type=int)
        load.add_argument("--channel")
        load.add_argument("--wave", default="", help="gelombang, bila lembarnya tidak menyebut")
        load.add_argument(
            "--certification-body", metavar="LSP", help="LSP penguji, bila lembarnya tidak menyebut"
        )
        load.add_argument("--map", action="append", default=[], metavar="JUDUL=data", dest="maps")
        load.add_argument("--stage-only", action="store_true", help="baca dan nilai saja")
        load.add_argument(
            "--confirm-vanished", action="store_true", help="hapus baris yang hilang dari berkas"
        )
        load.add_argument("--demo", action="store_true", help="tandai orangnya rekaan")
        held = verbs.add_parser("held", help="tulis baris yang ditahan ke berkas untuk diperbaiki")
        held.add_argument("--out", type=Path, required=True)
        held.add_argument("--centre")
        held.add_argument("--year", type=int)
        template = verbs.add_parser("template", help="tulis daftar peserta kosong untuk satu paket")
        template.add_argument("--class", required=True, dest="code")
        template.add_argument("--out", type=Path)
        template.add_argument("--centre")
        template.add_argument("--year", type=int)
        back = verbs.add_parser("undo", help="batalkan satu muatan")
        back.add_argument("load", type=int)
        history = verbs.add_parser("list", help="riwayat muatan")
        for verb in (load, held, template, back, history):
            verb.add_argument("--as", dest="actor", metavar="USER")
            verb.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, verb: str, actor: str | None, as_json: bool, **options: Any) -> None:
        try:
            user = _actor(actor)
            result = getattr(self, f"_{verb}")(user, as_json=as_json, **options)
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        if as_json:
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=1, default=str))

    def _load(self, user: User, *, as_json: bool, **options: Any) -> list[dict[str, Any]]:
        overrides = dict(_mapping(text) for text in options["maps"])
        with acting_as(user.pk):
            batches = _batches(options)
        reports = []
        steps = sum(len(batch.files) for batch in batches) * (1 if options["stage_only"] else 2)
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(_("Memuat daftar peserta"), total=steps)
            for batch in batches:
                load = load_rosters(
                    batch.files, centre=batch.centre, year=batch.year, actor=user, overrides=overrides,
                    stage_only=options["stage_only"], confirm_vanished=options["confirm_vanished"],
                    is_demo=options["demo"], progress=lambda _name: bar.advance(task),
                )  # fmt: skip
                with acting_as(user.pk):
                    reports.append(load_report(load))
        if not as_json:
            for report in reports:
                self._print_report(report)
        return reports

    def _print_report(self, report: dict[str, Any]) -> None:
        for line in report["lines"]:
            self.stdout.write(line)

    def _held(self, user: User, *, out: Path, centre: str | None, year: int | None, **_options: Any) -> Any:
        with acting_as(user.pk):
            body = organisation_by_name(centre) if centre else None
            rows = held_rows_for_repair(body, year)
        write_held(out, rows)
        self.stderr.write(
            _("%(n)d baris ditahan ditulis ke %(path)s. Isi sel kuning, lalu muat berkas itu.")
            % {"n": len(rows), "path": out}
        )
        return {"rows": len(rows), "file": str(out)}

    def _template(
        self,
        user: User,
        *,
        code: str,
        out: Path | None,
        centre: str | None,
        year: int | None,
        **_options: Any,
    ) -> Any:
        path = out or Path(f"roster-{code}.xlsx")
        with acting_as(user.pk):
            body = organisation_by_name(centre) if centre else None
            write_template(path, template_of(user, code, body, year))
        self.stderr.write(_("Daftar peserta kosong ditulis ke %(path)s.") % {"path": path})
        return {"file": str(path)}

    def _undo(self, user: User, *, load: int, **_options: Any) -> Any:
        with acting_as(user.pk):
            found = Load.objects.select_related("centre").filter(pk=load).first()
            if found is None or not may_load_rosters(user, found.centre):
                raise DomainError(
                    _("Muatan %(id)d tidak ada atau bukan wewenang Anda.") % {"id": load}, code="load_unknown"
                )
            undo(found, actor=user)
        self.stderr.write(_("Muatan %(id)d dibatalkan.") % {"id": load})
        return {"undone": load}

    def _list(self, user: User, *, as_json: bool, **_options: Any) -> Any:
        with acting_as(user.pk):
            history = load_history()
        if not as_json:
            for load in history:
                self.stdout.write(
                    f"{load['id']:>5}  {load['started_at']:%d-%m-%Y %H.%M}  {load['centre']} {load['year']}  "
                    f"{load['files']} {_('berkas')}, {load['rows']} {_('baris')}  {load['state']}  {load['actor']}"
                )
        return history


def _actor(username: str | None) -> User:
    if username is None:
        return system_actor("shell")
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise DomainError(_("Pengguna %(name)s tidak ada.") % {"name": username}, code="user_unknown")
    return user


def _mapping(text: str) -> tuple[str, str]:
    heading, sign, field = text.rpartition("=")
    if not sign or not heading.strip() or not field.strip():
        raise DomainError(
            _('Tulis pemetaan sebagai --map "JUDUL KOLOM=data", bukan "%(text)s".') % {"text": text},
            code="map_unreadable",
        )
    return heading.strip(), field.strip()


def _batches(options: dict[str, Any]) -> list[Batch]:
    told = [options["centre"], options["year"], options["channel"]]
    wave, body = wave_code(options["wave"]), options["certification_body"]
    if all(told):
        body_id = body_by_name(body) if body else None
        files = []
        for path in options["paths"]:
            if not path.is_file():
                raise DomainError(_("Berkas %(path)s tidak ada.") % {"path": path}, code="path_missing")
            files.append(RosterFile(path, options["channel"], wave, body_id))
        return [Batch(organisation_by_name(options["centre"]), options["year"], files)]
    if any(told) or wave or body:
        raise DomainError(
            _(
                "--centre, --year dan --channel dipakai bersama-sama (--wave dan --certification-body menyertainya), "
                "atau pakai --manifest."
            ),
            code="options_incomplete",
        )
    return batches_of(options["paths"], options["manifest"])
