from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from titian.core import catalogue


class Command(BaseCommand):
    help = "Kumpulkan kalimat dari kode, perbarui katalog bahasa Inggris, dan kompilasikan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="periksa saja; jangan menulis")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if not check:
            catalogue.update()
            for message in catalogue.untranslated():
                self.stdout.write(f"? {message}")
        wrong = catalogue.problems()
        if wrong and check:
            raise CommandError("\n".join(wrong))
        self.stdout.write(f"{len(catalogue.stored())} kalimat, {len(wrong)} masalah.")
