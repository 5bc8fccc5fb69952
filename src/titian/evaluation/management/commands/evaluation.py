from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from titian.accounts.actions import system_actor
from titian.accounts.queries import user_named
from titian.core.access import acting_as
from titian.core.errors import DomainError
from titian.core.formats import number
from titian.evaluation.actions import fold_touched, publish_public_tables, rebuild
from titian.evaluation.actions.export_records import export_records
from titian.network.queries import organisation_by_name


class Command(BaseCommand):
    help = "Melipat, membangun ulang, atau mengekspor catatan kepesertaan, dan menerbitkan tabel publik."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["fold", "rebuild", "publish", "export"])
        parser.add_argument("--centre", default="", help="balai penanggung jawab (publish)")
        parser.add_argument("--year", type=int, help="tahun anggaran (publish)")
        parser.add_argument("--as", dest="username", metavar="USER")

    def handle(self, *args: Any, what: str, username: str | None, **options: Any) -> None:
        try:
            actor = user_named(username) if username else system_actor("shell")
            with acting_as(actor.pk):
                if what == "fold":
                    said = _("%(n)s catatan kepesertaan dilipat.") % {"n": number(fold_touched())}
                elif what == "rebuild":
                    said = _("%(n)s catatan kepesertaan dibangun.") % {"n": number(rebuild(actor=actor))}
                elif what == "export":
                    made = export_records(settings.ANALYTICS_FOLDER, actor=actor)
                    said = _("%(n)s catatan kepesertaan diekspor untuk analisis.") % {"n": number(made)}
                elif not options["centre"] or not options["year"]:
                    raise CommandError(_("Sebutkan --centre dan --year."))
                else:
                    centre = organisation_by_name(options["centre"])
                    tables = publish_public_tables(centre, options["year"], actor=actor)
                    said = _("%(n)s tabel publik diterbitkan.") % {"n": number(len(tables))}
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(said)
