from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from titian.config.schema import refuse_other_schema
from titian.config.serving import refuse_strong_role


class Command(BaseCommand):
    help = "Menjalankan pekerjaan latar dan jadwal."
    requires_system_checks = ()  # every start would pay for what CI has checked

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_strong_role()
        refuse_other_schema()
        _forget_ticks_to_come()
        call_command("procrastinate", "worker", concurrency=1, verbosity=0)


def _forget_ticks_to_come() -> None:
    """After the clock was moved back: what was queued for moments that have not come is queued when they do."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_periodic_defers"
            " WHERE to_timestamp(defer_timestamp) > now() + interval '1 minute'"
        )
