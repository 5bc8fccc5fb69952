from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from titian.admissions.bundle import check_against_former, checks_of, departures_in, sha256_of
from titian.admissions.models import DepartureCause, DepartureKind


class Command(BaseCommand):
    help = "Memeriksa berkas perhitungan seleksi, dari berkas itu saja."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["verify"])
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--before", type=Path, help="berkas perhitungan sebelumnya, untuk hasil pengisian kembali"
        )

    def handle(self, *args: Any, what: str, file: Path, before: Path | None, **options: Any) -> None:
        try:
            text = file.read_text()
            bundle = json.loads(text)
            checks = checks_of(bundle)
            if before:
                former = before.read_text()
                checks.append(check_against_former(bundle, json.loads(former), sha256_of(former)))
        except OSError as fault:
            raise CommandError(_("Berkas %(file)s tidak dapat dibaca.") % {"file": file}) from fault
        except (ValueError, KeyError, TypeError) as fault:
            raise CommandError(
                _("%(file)s bukan berkas perhitungan seleksi yang utuh: %(fault)s.")
                % {"file": file, "fault": fault}
            ) from fault
        words = _words()
        for check in checks:
            self.stdout.write(f"{_('ya') if check.holds else _('TIDAK'):<6} {words[check.what]}")
        if not all(check.holds for check in checks):
            raise CommandError(_("Perhitungan ini tidak dapat dipercaya."))
        self.stdout.write(
            _("Sidik berkas ini: %(hash)s. Bandingkan dengan yang diumumkan.") % {"hash": sha256_of(text)}
        )
        changes = departures_in(bundle)
        if not changes:
            self.stdout.write(_("Semua cocok: hasilnya menurut aturan."))
            return
        self.stdout.write(
            ngettext(
                "Semua cocok: hasilnya menurut aturan, kecuali %(n)d perubahan yang dinyatakan:",
                "Semua cocok: hasilnya menurut aturan, kecuali %(n)d perubahan yang dinyatakan:",
                len(changes),
            )
            % {"n": len(changes)}
        )
        for one in changes:
            self.stdout.write(
                f"- {one['number']}: {DepartureKind(one['kind']).label}; {DepartureCause(one['cause']).label};"
                f" {one['basis']}"
            )
        losers = ", ".join(bundle["losers"]) or _("tidak seorang pun")
        self.stdout.write(_("Menurut aturan saja yang mendapat kursi lebih baik: %(who)s.") % {"who": losers})


def _words() -> dict[str, str]:
    return {
        "root": _("akar daftar cocok dengan nomor lamaran dan garamnya"),
        "order": _("setiap nomor tercantum satu kali, menurut urutan"),
        "dice": _("benihnya dari dadu; bila suar diumumkan, alasannya tertulis"),
        "beacon": _("nilai suar adalah sidik tanda tangannya; bandingkan dengan rantai umum"),
        "beacon_later": _("putaran suar itu terbit sesudah daftar disegel"),
        "seed": _("benih dihitung dari sumbernya dan akar daftar"),
        "holders": _("dalam hasil pertama tidak seorang pun memegang kursi sebelum aturan dijalankan"),
        "departures": _("setiap perubahan di luar aturan dinyatakan, dengan golongan alasan dan dasar hukum"),
        "losers": _("yang dirugikan oleh perubahan itu disebut semuanya"),
        "former": _("yang memegang kursi memegangnya menurut hasil sebelumnya"),
        "tickets": _("tiket setiap pelamar dihitung dari benih dan nomornya"),
        "both": _("kedua perhitungan sama, dan tidak ada kursi yang diberikan melewati orang yang berhak"),
        "outcome": _("hasil dalam berkas sama dengan hasil aturan"),
        "code": _("kode yang memeriksa sama dengan kode yang menghitung"),
    }
