from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from titian.config.serving import refuse_strong_role
from titian.config.upgrading import default_backups, upgrade


class Command(BaseCommand):
    help = "Membuat cadangan, lalu menyesuaikan tabel dan daftar dengan versi ini."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--backup-to",
            type=Path,
            help="folder cadangan; biasanya TITIAN_BACKUPS, atau backups/ di TITIAN_HOME",
        )
        parser.add_argument("--without-backup", action="store_true", help="cadangan dibuat dengan cara lain")

    def handle(self, *args: Any, backup_to: Path | None, without_backup: bool, **options: Any) -> None:
        refuse_strong_role()
        place = None if without_backup else backup_to or default_backups()
        upgrade(backup_to=place, say=self.stderr.write)
        self.stdout.write(_("Selesai: tabel dan daftar sesuai dengan versi ini."))
