from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from procrastinate import periodic

from titian.config.clock import Schedule, forget_ticks_to_come
from titian.config.schema import refuse_other_schema
from titian.config.serving import refuse_strong_role


class Command(BaseCommand):
    help = "Menjalankan pekerjaan latar dan jadwal."
    requires_system_checks = ()  # every start would pay for what CI has checked

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_strong_role()
        refuse_other_schema()
        forget_ticks_to_come()
        periodic.PeriodicDeferrer = Schedule  # type: ignore[misc]  # the worker makes its own
        call_command("procrastinate", "worker", concurrency=1, verbosity=0)
