from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from titian.accounts.actions import system_actor
from titian.core.access import acting_as
from titian.network.actions import load_network
from titian.network.queries import provinces_without_centre


class Command(BaseCommand):
    help = "Memuat jaringan lembaga dari berkas, atau menyebut provinsi tanpa balai Kemnaker (gaps)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["load", "gaps"])
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, what: str, as_json: bool, **options: Any) -> None:
        actor = system_actor("shell")
        with acting_as(actor.pk):
            if what == "load":
                self._load(actor, as_json=as_json)
            else:
                self._gaps(as_json=as_json)

    def _load(self, actor: Any, *, as_json: bool) -> None:
        added = load_network(actor)
        if as_json:
            self.stdout.write(json.dumps(dict(added)))
        elif added:
            self.stdout.write(_("%(n)d lembaga ditambahkan ke jaringan.") % {"n": added["organisations"]})
        else:
            self.stdout.write(_("Jaringan sudah lengkap; tidak ada yang berubah."))

    def _gaps(self, *, as_json: bool) -> None:
        gaps = provinces_without_centre()
        if as_json:
            self.stdout.write(json.dumps([gap._asdict() for gap in gaps], ensure_ascii=False, indent=2))
            return
        self.stdout.write(_("%(n)d provinsi tanpa balai Kemnaker:") % {"n": len(gaps)})
        for gap in gaps:
            served_by = ", ".join(gap.satellites) or _("tidak ada satuan pelayanan")
            self.stdout.write(f"{gap.code} {gap.name}: {served_by}")
