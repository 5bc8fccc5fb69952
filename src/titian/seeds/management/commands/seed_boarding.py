from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from titian.accounts.actions import system_actor
from titian.core.access import acting_as
from titian.evaluation.actions import fold_touched
from titian.seeds.actions.boarding import seed_boarding


class Command(BaseCommand):
    help = "Membangun seluruh kohor boarding rekaan: 7.496 orang, 263 kabupaten/kota, 2017-2020; yang ada dibiarkan."

    def handle(self, *args: Any, **options: Any) -> None:
        actor = system_actor("seed")
        with acting_as(actor.pk):
            made = seed_boarding(actor, whole=True)
        fold_touched()
        self.stdout.write(f"{made} orang rekaan ditambahkan")
