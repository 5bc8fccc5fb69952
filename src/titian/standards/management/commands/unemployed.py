from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from titian.accounts.actions import system_actor
from titian.core.access import acting_as
from titian.core.errors import DomainError
from titian.standards.actions import read_unemployed, record_unemployed


class Command(BaseCommand):
    help = "Memuat jumlah penganggur menurut wilayah dan tahun (CSV: region,year,people,source)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["load"])
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        actor = system_actor("shell")
        try:
            with acting_as(actor.pk):
                changed = record_unemployed(actor, read_unemployed(file))
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(_("%(n)d angka disimpan atau diperbaiki.") % {"n": changed})
