from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from titian.seeds.queries import demo_sign_ins


class Command(BaseCommand):
    help = "Menampilkan akun peragaan dan kata sandinya."

    def handle(self, *args: Any, **options: Any) -> None:
        for account in demo_sign_ins():
            self.stdout.write(f"{account.username:24} {account.password:22} {account.role}")
