from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from titian.config.demo import CENTRE, YEAR, build
from titian.config.demo_start import HOST, PORT
from titian.config.serving import SITE, refuse_strong_role, web_command, worker_command
from titian.seeds.queries import demo_sign_ins


class Command(BaseCommand):
    help = "Membangun dunia peragaan dan melayaninya di mesin ini saja."
    requires_system_checks = ()  # every start would pay for what CI has checked

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="hanya membangun dan menampilkan hasil")
        parser.add_argument("--json", action="store_true", dest="as_json", help="hanya hasil, sebagai JSON")
        parser.add_argument("--port", type=int, default=PORT)

    def handle(self, *args: Any, no_serve: bool, as_json: bool, port: int, **options: Any) -> None:
        refuse_strong_role()
        if no_serve:
            build()
            self._show(as_json=as_json)
            return
        with SITE as site:
            build()
            site.start("web", web_command(HOST, port, workers=1))  # a second start has it already
            site.wait_until_open(HOST, port)
            self._show(as_json=as_json)
            site.start("worker", worker_command())
            self.stderr.write(
                _("Titian peragaan: http://%(host)s:%(port)d (Ctrl-C untuk berhenti)")
                % {"host": HOST, "port": port}
            )
            site.wait()

    def _show(self, *, as_json: bool) -> None:
        form = "json" if as_json else "table"
        call_command("evaluate", year=YEAR, centre=CENTRE, format=form, stdout=self.stdout)
        if as_json:
            return
        self.stdout.write("\n" + _("Akun peragaan (kata sandi sama untuk semua):"))
        for account in demo_sign_ins():
            self.stdout.write(f"  {account.username:24} {account.password:20} {account.role}")
