from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, connections
from django.utils.translation import gettext as _

from titian.config.doctor import Finding, examine, examine_database
from titian.core.db.embedded import ServerUnavailable


class Command(BaseCommand):
    help = "Memeriksa instalasi ini dan menyebut apa yang perlu dilakukan."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for finding in [*examine(), *_database()]:
            faults += bool(finding.remedy)
            mark = "!!" if finding.remedy else "OK"
            self.stdout.write(f"{mark}  {finding.what}: {finding.found}")
            if finding.remedy:
                self.stdout.write(f"    -> {finding.remedy}")
        if faults:
            raise SystemExit(1)


def _database() -> Iterator[Finding]:
    what = _("basis data")
    try:
        with nullcontext() if settings.EXTERNAL_DATABASE else settings.EMBEDDED.running():
            yield from examine_database()
            connections.close_all()
    except ServerUnavailable as reason:
        yield Finding(what, _("server bawaan tidak berjalan"), str(reason))
    except OperationalError as fault:
        yield Finding(
            what,
            str(fault).splitlines()[0],
            _("Periksa DATABASE_URL, dan apakah server itu berjalan dan dapat dihubungi."),
        )
