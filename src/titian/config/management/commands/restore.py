from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from titian.accounts.actions import system_actor
from titian.config.backups import restore
from titian.config.retention import replay_since
from titian.config.schema import waiting_migrations


class Command(BaseCommand):
    help = "Memulihkan cadangan ke basis data kosong dan membuktikan bahwa isinya sama dengan aslinya."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        done = restore(path)
        self.stdout.write(
            _("Pulih dan sama dengan aslinya (%(at)s): %(tables)d tabel, %(rows)d baris; dinding utuh.")
            % {"at": done.made_at, "tables": done.tables, "rows": done.rows}
        )
        for name in done.unmarked:
            self.stdout.write(
                _(
                    "Pencarian akan lambat sampai superuser menjalankan: ALTER FUNCTION pg_catalog.%(name)s LEAKPROOF;"
                )
                % {"name": name}
            )
        if waiting := waiting_migrations():
            self.stdout.write(
                _(
                    "Cadangan ini dari versi yang lebih lama: jalankan ./titian upgrade (%(n)d perubahan tabel), "
                    "lalu ./titian retention --replay sebelum situs dibuka."
                )
                % {"n": len(waiting)}
            )
            return
        again = replay_since(datetime.fromisoformat(done.made_at), system_actor("shell"))
        if again is None:
            self.stdout.write(
                _(
                    "Daftar penghapusan tidak ada di %(path)s. Orang yang dihapus sesudah cadangan ini tampil lagi: "
                    "letakkan daftarnya di sana, lalu jalankan ./titian retention --replay sebelum situs dibuka."
                )
                % {"path": settings.TOMBSTONES}
            )
        else:
            self.stdout.write(_("%(n)d catatan dihapus lagi.") % {"n": again})
