from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.actions import one_time_link
from titian.config.initialise import (
    Administrator,
    Centre,
    Head,
    initialise,
    note_settings,
    prepare_database,
)
from titian.config.readiness import why_not_ready
from titian.config.serving import refuse_strong_role

# What is asked: option, question, whether an empty answer will do.
QUESTIONS = [
    ("hosts", "Nama host situs ini, misalnya titian.contoh.go.id", True),
    ("tls", "TLS: proxy atau direct", True),
    ("centre", "Nama balai sendiri, misalnya BPVP Banyuwangi", False),
    ("username", "Nama pengguna administrator pertama", False),
    ("name", "Nama lengkapnya", False),
    ("email", "Surelnya", True),
    ("address", "Alamat pada kop surat", True),
    ("place", "Tempat penandatanganan", False),
    ("signatory", "Nama penanda tangan", False),
    ("signatory_number", "NIP penanda tangan", True),
    ("signatory_post", "Jabatan penanda tangan", False),
]


class Command(BaseCommand):
    help = "Instalasi sungguhan: administrator pertama, balai sendiri, kop surat; yang kurang ditanyakan."
    requires_system_checks = ()  # every start would pay for what CI has checked

    def add_arguments(self, parser: ArgumentParser) -> None:
        for option, question, _optional in QUESTIONS:
            parser.add_argument(f"--{option.replace('_', '-')}", help=question)
        parser.add_argument("--kop", action="append", default=[], help="baris kop surat; boleh berulang")
        parser.add_argument("--kind", default="", help="jenis balai, bila balai ini belum dikenal")
        parser.add_argument("--region", default="", help="kode kabupaten/kota, bila balai ini belum dikenal")
        parser.add_argument(
            "--link", action="store_true", help="tautan sekali pakai sebagai ganti kata sandi"
        )
        parser.add_argument("--password-stdin", action="store_true", help="baca kata sandi dari masukan")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_strong_role()
        for option, question, optional in QUESTIONS:
            options[option] = _answer(options[option], question, optional=optional, option=option)
        lines = options["kop"] or _letterhead_lines()
        password = _password(options)
        note_settings(hosts=options["hosts"], tls=options["tls"])
        prepare_database()
        user = initialise(
            Administrator(options["username"], options["name"], options["email"], password),
            Centre(options["centre"], options["kind"], options["region"]),
            Head(
                lines,
                options["address"],
                options["place"],
                options["signatory"],
                options["signatory_number"],
                options["signatory_post"],
            ),
            on=timezone.localdate(),
        )
        self.stdout.write(_("Instalasi siap; administrator pertama: %(user)s.") % {"user": user.username})
        if options["link"]:
            host = (options["hosts"] or "localhost").split(",")[0]
            self.stdout.write(_("Tautan sekali pakai untuk memilih kata sandi:"))
            self.stdout.write(f"https://{host}{one_time_link(user)}")
        environment = {"TITIAN_ALLOWED_HOSTS": options["hosts"], "TITIAN_TLS": options["tls"]}
        for reason in why_not_ready(environment, settings.HOME):
            self.stdout.write(f"- {reason}")


def _answer(given: str | None, question: str, *, optional: bool, option: str) -> str:
    if given is not None:
        return given
    if optional and not sys.stdin.isatty():
        return ""
    if not sys.stdin.isatty():
        raise CommandError(
            _("--%(option)s belum diisi: %(question)s.")
            % {"option": option.replace("_", "-"), "question": question}
        )
    while True:
        answer = input(f"{question}: ").strip()
        if answer or optional:
            return answer


def _letterhead_lines() -> list[str]:
    if not sys.stdin.isatty():
        raise CommandError(_("--kop belum diisi: baris kop surat; boleh berulang."))
    lines: list[str] = []
    while line := input(f"Kop surat, baris {len(lines) + 1} (kosong = selesai): ").strip():
        lines.append(line)
    return lines


def _password(options: dict[str, Any]) -> str | None:
    if options["link"]:
        return None
    if options["password_stdin"]:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise CommandError(_("Pilih --link atau --password-stdin."))
    while True:
        password = getpass.getpass("Kata sandi (paling sedikit 12 huruf): ")
        if password == getpass.getpass("Ulangi: "):
            return password
