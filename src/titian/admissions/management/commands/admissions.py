from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from titian.admissions.bundle import checks_of


class Command(BaseCommand):
    help = "Memeriksa berkas perhitungan seleksi, dari berkas itu saja."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["verify"])
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, what: str, file: Path, **options: Any) -> None:
        try:
            checks = checks_of(json.loads(file.read_text()))
        except OSError as fault:
            raise CommandError(_("Berkas %(file)s tidak dapat dibaca.") % {"file": file}) from fault
        except (ValueError, KeyError, TypeError) as fault:
            raise CommandError(
                _("%(file)s bukan berkas perhitungan seleksi yang utuh: %(fault)s.")
                % {"file": file, "fault": fault}
            ) from fault
        words = _words()
        for check in checks:
            self.stdout.write(f"{_('ya') if check.holds else _('TIDAK'):<6} {words[check.what]}")
        if not all(check.holds for check in checks):
            raise CommandError(_("Perhitungan ini tidak dapat dipercaya."))
        self.stdout.write(_("Semua cocok."))


def _words() -> dict[str, str]:
    return {
        "root": _("akar daftar cocok dengan nomor lamaran dan garamnya"),
        "order": _("setiap nomor tercantum satu kali, menurut urutan"),
        "seed": _("benih dihitung dari mata dadu dan akar daftar"),
        "tickets": _("tiket setiap pelamar dihitung dari benih dan nomornya"),
        "both": _("kedua perhitungan sama, dan tidak ada kursi yang diberikan melewati orang yang berhak"),
        "outcome": _("hasil dalam berkas sama dengan hasil aturan"),
        "code": _("kode yang memeriksa sama dengan kode yang menghitung"),
    }
