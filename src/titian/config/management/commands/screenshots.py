from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from titian.config.pictures import LOOKS, take
from titian.config.places import ROOT


class Command(BaseCommand):
    help = "Potret setiap layar: telepon 360, meja, dua bahasa, gelap."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, default=ROOT / "screenshots")
        parser.add_argument("--only", nargs="+", default=(), metavar="LAYAR", help="hanya layar ini")
        looks = [name for name, *_rest in LOOKS]
        parser.add_argument("--looks", nargs="+", default=looks, choices=looks, help="hanya rupa ini")

    def handle(
        self, *args: Any, out: Path, only: Sequence[str], looks: Sequence[str], **options: Any
    ) -> None:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop running in this thread
        for name in take(out, only, looks):
            self.stdout.write(name)
