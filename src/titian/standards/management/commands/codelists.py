from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from titian.accounts.actions import system_actor
from titian.core.access import acting_as
from titian.core.errors import DomainError
from titian.standards.actions import load_code_lists
from titian.standards.queries import held_lists


class Command(BaseCommand):
    help = "Memuat daftar kode dari berkas, atau menampilkan yang dimuat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["load", "list"])
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, what: str, as_json: bool, **options: Any) -> None:
        if what == "load":
            self._load()
        if as_json:
            self.stdout.write(
                json.dumps([held._asdict() for held in held_lists()], ensure_ascii=False, indent=2)
            )
        elif what == "list":
            for held in held_lists():
                self.stdout.write(f"{held.code_list:16} {held.version:22} {held.licence}")

    def _load(self) -> None:
        actor = system_actor("shell")
        try:
            with acting_as(actor.pk):
                loaded = load_code_lists(actor)
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        for one in loaded:
            self.stderr.write(
                _("%(list)s %(version)s: %(n)d isian dimuat.")
                % {"list": one.code_list, "version": one.version, "n": one.entries}
            )
        if not loaded:
            self.stderr.write(_("Semua daftar kode sudah yang terbaru."))
