from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from titian.core.errors import DomainError
from titian.seeds.actions.world import build_demo_world, demo_steps


class Command(BaseCommand):
    help = "Membangun dunia peragaan dari examples/; yang sudah ada dibiarkan."

    def handle(self, *args: Any, **options: Any) -> None:
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("Dunia peragaan", total=demo_steps())
            try:
                build_demo_world(lambda done, steps: bar.update(task, advance=steps, description=done))
            except DomainError as refusal:
                raise CommandError(refusal.message) from refusal
            bar.update(task, completed=demo_steps())
