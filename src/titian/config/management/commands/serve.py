from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from titian.config.probes import FOLDER
from titian.config.schema import refuse_other_schema
from titian.config.serving import (
    SITE,
    metrics_folder,
    refuse_strong_role,
    refuse_taken_port,
    web_command,
    worker_command,
)


class Command(BaseCommand):
    help = "Melayani situs: proses web dan pekerjaan latar."
    requires_system_checks = ()  # every start would pay for what CI has checked

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=os.cpu_count() or 2)
        parser.add_argument("--no-worker", action="store_true", help="tanpa pekerjaan latar")

    def handle(self, *args: Any, host: str, port: int, workers: int, no_worker: bool, **options: Any) -> None:
        refuse_strong_role()
        refuse_other_schema()
        refuse_taken_port(host, port)
        with SITE as site:
            site.start("web", web_command(host, port, workers=workers), {FOLDER: str(metrics_folder())})
            if not no_worker:
                site.start("worker", worker_command())
            site.wait_until_open(host, port)
            self.stderr.write(_("Titian melayani di %(host)s:%(port)d.") % {"host": host, "port": port})
            site.wait()
