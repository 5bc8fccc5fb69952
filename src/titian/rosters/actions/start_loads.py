from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.rosters.actions.load import refuse_foreign_year
from titian.rosters.models import Load, UploadedRoster, UploadState
from titian.rosters.permissions import may_load_rosters, why_not_responsible


class Choice(NamedTuple):
    """Where a file that was handed in belongs."""

    upload_id: int
    centre: Organisation
    year: int
    channel: str
    wave: str = ""
    certification_body_id: int | None = None


@transaction.atomic
def start_loads(choices: Sequence[Choice], *, actor: User, is_demo: bool = False) -> list[Load]:
    """Open one load for each centre and year and give it its files; reading them is the next step."""
    _refuse_strangers(choices, actor)
    waiting = {
        upload.pk: upload
        for upload in UploadedRoster.objects.select_for_update(of=("self",)).filter(
            pk__in=[choice.upload_id for choice in choices],
            state__in=[UploadState.ASKING, UploadState.SENT],
        )
    }
    loads: dict[tuple[int, int], Load] = {}
    for choice in choices:
        upload = waiting.get(choice.upload_id)
        if upload is None or (upload.sender_id and upload.centre_id != choice.centre.pk):
            raise DomainError(
                _("Berkas ini sudah dikirim untuk dibaca; lihat riwayat muatan."), code="upload_taken"
            )
        place = (choice.centre.pk, choice.year)
        if place not in loads:
            loads[place] = Load.objects.create(
                centre=choice.centre,
                year=choice.year,
                actor=actor,
                is_demo=is_demo,
                started_at=TransactionNow(),
            )
        upload.centre, upload.year, upload.channel_id = choice.centre, choice.year, choice.channel
        upload.wave, upload.certification_body_id = choice.wave, choice.certification_body_id
        upload.load, upload.state = loads[place], UploadState.WAITING
        upload.save(
            update_fields=["centre", "year", "channel", "wave", "certification_body", "load", "state"]
        )
    for load in loads.values():
        Entry.write(actor, "start_load", load)
    return list(loads.values())


def _refuse_strangers(choices: Sequence[Choice], actor: User) -> None:
    for centre in {choice.centre for choice in choices}:
        if not may_load_rosters(actor, centre):
            raise DomainError(
                _("%(user)s tidak berwenang memuat daftar peserta %(centre)s.")
                % {"user": actor, "centre": centre},
                code="may_not_load",
            )
        if reason := why_not_responsible(centre):
            raise DomainError(reason, code="centre_not_responsible")
    for choice in choices:
        refuse_foreign_year(choice.year)
