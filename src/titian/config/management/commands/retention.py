from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.config.retention import retire_all, rules, told
from titian.core.access import acting_as
from titian.core.tombstones import buried
from titian.journal.actions.retention import hold, lift_hold, note_dry_run, replay
from titian.journal.queries import due_of, was_examined
from titian.journal.retention import fingerprint_of


class Command(BaseCommand):
    help = "Masa simpan: apa yang sudah waktunya dihapus (--dry-run), dihapus (--apply), ditahan (--hold)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        deed = parser.add_mutually_exclusive_group()
        deed.add_argument("--dry-run", action="store_true", help="hitung saja (bawaan)")
        deed.add_argument("--apply", action="store_true", help="hapus atau anonimkan yang sudah waktunya")
        deed.add_argument("--rules", action="store_true", help="sebutkan aturan setiap tabel")
        deed.add_argument(
            "--replay", action="store_true", help="ulangi penghapusan sesudah pemulihan cadangan"
        )
        deed.add_argument("--hold", action="store_true", help="tahan penghapusan (--person, atau semua)")
        deed.add_argument("--lift", type=int, metavar="NOMOR", help="cabut penahanan")
        parser.add_argument("--person", type=int, help="nomor orang")
        parser.add_argument("--reason", default="", help="dasar, misalnya nomor surat")
        parser.add_argument("--since", type=datetime.fromisoformat, help="mulai waktu ini (--replay)")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = system_actor("shell")
        if options["rules"]:
            return self._rules()
        if options["apply"]:
            return self._apply(actor)
        with acting_as(actor.pk):
            if options["replay"]:
                gone = replay(rules(), buried(since=_aware(options["since"])), actor=actor)
                self.stdout.write(_("%(n)d catatan dihapus lagi.") % {"n": gone})
            elif options["hold"]:
                placed = hold(options["person"], reason=options["reason"], actor=actor)
                self.stdout.write(_("Penahanan nomor %(n)d berlaku.") % {"n": placed.pk})
            elif options["lift"]:
                lift_hold(options["lift"], reason=options["reason"], actor=actor)
                self.stdout.write(_("Penahanan dicabut."))
            else:
                self._dry_run(actor)
        return None

    def _rules(self) -> None:
        page = told()
        for rule in rules():
            deed = _("hapus") if rule.deed == "delete" else _("anonimkan")
            self.stdout.write(
                f"{rule.table:32} {_('%(n)d hari') % {'n': rule.days}:>11}  {deed:10} {rule.why}"
            )
        for files in page["files"]:
            self.stdout.write(
                f"{files['what']:32} {_('%(n)d hari') % {'n': files['days']}:>11}  {'':10} {files['why']}"
            )
        for table, reason in page["kept"].items():
            self.stdout.write(f"{table:32} {_('tetap'):>11}  {'':10} {reason}")

    def _dry_run(self, actor: User) -> None:
        known = rules()
        due = [due_of(rule, now=timezone.now()) for rule in known]
        for rule, rows, oldest in due:
            if rows:
                deed = _("dihapus") if rule.deed == "delete" else _("dianonimkan")
                since = f"{oldest:%Y-%m-%d}" if oldest else ""
                self.stdout.write(f"{rule.table:32} {rows:>10} {deed}  {since}  {rule.why}")
        if not any(found.rows for found in due):
            self.stdout.write(_("Belum ada yang sudah waktunya."))
        note_dry_run(due, fingerprint=fingerprint_of(known), actor=actor)

    def _apply(self, actor: User) -> None:
        with acting_as(actor.pk):
            examined = was_examined(fingerprint_of(rules()))
        if not examined:
            raise CommandError(_("Lihat dahulu apa yang akan hilang: ./titian retention --dry-run"))
        for table, gone in retire_all(actor).items():
            self.stdout.write(f"{table:32} {gone:>10}")


def _aware(when: datetime | None) -> datetime | None:
    return timezone.make_aware(when) if when and timezone.is_naive(when) else when
