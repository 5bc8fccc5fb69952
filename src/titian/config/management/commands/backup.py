from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.config.backups import back_up


class Command(BaseCommand):
    help = "Menulis cadangan tersegel dari seluruh basis data; keys.json tidak termasuk."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="berkas baru, atau folder")

    def handle(self, *args: Any, out: Path, **options: Any) -> None:
        path = back_up(out, now=timezone.localtime())
        self.stdout.write(str(path))
        self.stderr.write(
            _("Cadangan %(size).1f MB ditulis. Kunci tidak ada di dalamnya: simpan keys.json di tempat lain.")
            % {"size": path.stat().st_size / 1e6}
        )
