from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.accounts.queries import user_named
from titian.core.access import acting_as
from titian.core.errors import DomainError
from titian.network.models import Role
from titian.network.queries import organisations_of, roles_of
from titian.planning.actions.targets import SetTargets, centres_named, set_targets
from titian.planning.permissions import may_set_targets
from titian.planning.targets import TargetRow, read_targets
from titian.standards.models import Channel, Fund
from titian.standards.queries import codes_by_spelling


class Command(BaseCommand):
    help = "Memuat target dan pagu setahun dari berkas (.csv, .xlsx, .ods) sebagai versi rencana bertanggal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["load"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--decided-on", type=date.fromisoformat, metavar="TTTT-BB-HH")
        parser.add_argument(
            "--reason", default="", help="alasan perubahan; wajib untuk versi kedua dan seterusnya"
        )
        parser.add_argument("--as", dest="username", metavar="USER")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, file: Path, username: str | None, as_json: bool, **options: Any) -> None:
        try:
            actor = user_named(username) if username else system_actor("shell")
            with acting_as(actor.pk):
                done = self._load(actor, file, options)
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        if as_json:
            self.stdout.write(json.dumps([one._asdict() for one in done], ensure_ascii=False, indent=2))
            return
        for one in done:
            self.stdout.write(_sentence(one))

    def _load(self, actor: User, file: Path, options: dict[str, Any]) -> list[SetTargets]:
        rows = read_targets(file, channels=codes_by_spelling(Channel), funds=codes_by_spelling(Fund))
        today = timezone.localdate()
        _authorize(actor, rows, today)
        return set_targets(
            rows, actor=actor, today=today, decided_on=options["decided_on"], reason=options["reason"]
        )


def _authorize(actor: User, rows: list[TargetRow], today: date) -> None:
    plans_for_all = Role.NATIONAL_PLANNER in roles_of(actor, today)
    plans_for = organisations_of(actor, today, [Role.CENTRE_HEAD, Role.CENTRE_CLERK])
    for centre in centres_named(rows).values():
        if not may_set_targets(actor, centre.pk, plans_for_all=plans_for_all, plans_for=plans_for):
            raise DomainError(
                _("%(user)s tidak berwenang menetapkan target %(centre)s.")
                % {"user": actor, "centre": centre},
                code="may_not_set_targets",
            )


def _sentence(done: SetTargets) -> str:
    words = {"centre": done.centre, "year": done.year, "version": done.version, "n": done.noted}
    if done.is_new:
        return _("%(centre)s %(year)s: versi %(version)s ditetapkan.") % words
    if done.noted:
        return _("%(centre)s %(year)s: realisasi anggaran atau sebutan %(n)d baris dicatat.") % words
    return _("%(centre)s %(year)s: tidak ada yang berubah (versi %(version)s).") % words
