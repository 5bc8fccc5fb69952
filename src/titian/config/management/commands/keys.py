from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.actions import renew_second_factors, system_actor
from titian.accounts.models import User
from titian.config.keys import (
    keep_keys,
    with_new_nik_key,
    with_new_secret,
    with_newest_in_force,
    without_former,
)
from titian.core.access import acting_as
from titian.counselling.actions.ties import put_card_key_in_force
from titian.journal.models import Entry
from titian.people.actions import put_index_in_force, renew_niks, renew_registrations
from titian.people.models import Person, Registration
from titian.people.vault import current_version
from titian.rosters.actions.rotate_keys import put_index_of_rows_in_force, renew_rows, renew_uploads
from titian.rosters.models import StagedRow, UploadedRoster


class Command(BaseCommand):
    help = (
        "Kunci: status; new (kunci NIK baru), new-secret (kunci tanda tangan baru), rotate (sandi ulang), "
        "close (pakai indeks baru; situs berhenti sebentar), retire (buang kunci lama)."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["status", "new", "new-secret", "rotate", "close", "retire"])
        parser.add_argument("--batch", type=int, default=1_000, help="berapa catatan setiap kali")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = system_actor("shell")
        match options["what"]:
            case "status":
                self._status(actor)
            case "new":
                self._new(actor)
            case "new-secret":
                keep_keys(settings.HOME, with_new_secret(settings.KEYS))
                self._note(actor, "new_secret")
                self.stdout.write(
                    _("Kunci tanda tangan baru dibuat. Jalankan ulang semua proses, lalu rotate.")
                )
            case "rotate":
                self._rotate(actor, options["batch"])
            case "close":
                self._close(actor)
            case "retire":
                self._retire(actor)

    def _new(self, actor: User) -> None:
        if settings.KEYS.is_changing:
            raise CommandError(_("Penggantian kunci sebelumnya belum selesai: jalankan rotate, lalu close."))
        keep_keys(settings.HOME, with_new_nik_key(settings.KEYS))
        self._note(actor, "new_nik_key")
        self.stdout.write(
            _(
                "Kunci baru dibuat. Cadangkan keys.json, jalankan ulang semua proses, lalu: ./titian keys rotate"
            )
        )

    def _rotate(self, actor: User, batch: int) -> None:
        """Each batch is a transaction of its own, so an interrupted run goes on where it stopped."""
        after, people, rows = 0, 0, 0
        while True:
            with acting_as(actor.pk):
                last = renew_niks(after=after, most=batch, actor=actor)
            if last is None:
                break
            after, people = last, people + batch
            self.stderr.write(_("orang sampai nomor %(n)d") % {"n": last})
        while True:
            with acting_as(actor.pk):
                done = renew_rows(most=batch, actor=actor)
            if not done:
                break
            rows += done
            self.stderr.write(_("%(n)d baris muatan") % {"n": rows})
        with acting_as(actor.pk):
            renew_uploads(actor=actor)
            renew_registrations(actor=actor)
            renew_second_factors()
        self._status(actor)

    def _close(self, actor: User) -> None:
        """The last step of a new key: one transaction, with the site stopped."""
        if not settings.KEYS.is_changing:
            raise CommandError(_("Tidak ada kunci baru: mulailah dengan ./titian keys new."))
        with acting_as(actor.pk), transaction.atomic():
            rows = put_index_of_rows_in_force(actor=actor)
            people = put_index_in_force(actor=actor)
            put_card_key_in_force(actor=actor)
        keep_keys(settings.HOME, with_newest_in_force(settings.KEYS))
        self.stdout.write(
            _("Indeks baru berlaku untuk %(people)d orang dan %(rows)d baris. Jalankan situs lagi.")
            % {"people": people, "rows": rows}
        )

    def _retire(self, actor: User) -> None:
        if settings.KEYS.is_changing or any(_of_former_keys(actor).values()):
            raise CommandError(_("Kunci lama masih dipakai: jalankan rotate, lalu close."))
        keep_keys(settings.HOME, without_former(settings.KEYS))
        self._note(actor, "retire_keys")
        self.stdout.write(_("Kunci lama dibuang. Cadangan lama hanya terbaca dengan keys.json masa itu."))

    def _status(self, actor: User) -> None:
        keys = settings.KEYS
        self.stdout.write(
            _("Kunci NIK versi %(newest)d; indeks versi %(index)d; kunci tanda tangan lama: %(former)d.")
            % {"newest": keys.newest, "index": keys.index_in_force, "former": len(keys.former_secrets)}
        )
        for what, count in _of_former_keys(actor).items():
            self.stdout.write(_("%(what)s yang belum disandi ulang: %(n)d") % {"what": what, "n": count})

    def _note(self, actor: User, verb: str) -> None:
        with acting_as(actor.pk):
            Entry.write(actor, verb, "config.keys")


def _of_former_keys(actor: User) -> dict[str, int]:
    newest = current_version()
    people = Person.objects.filter(nik_cipher__isnull=False)
    done = people.filter(nik_key_version=newest)
    if settings.KEYS.is_changing:
        done = done.filter(nik_next_hash__isnull=False)
    with acting_as(actor.pk):
        return {
            _("orang"): people.count() - done.count(),
            _("baris muatan"): StagedRow.objects.exclude(key_version=newest).count(),
            _("pendaftaran"): Registration.objects.exclude(key_version=newest).count(),
            _("berkas kiriman"): UploadedRoster.objects.exclude(key_version=newest).count(),
        }
