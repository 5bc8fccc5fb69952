"""Loads as somebody left them."""

from __future__ import annotations

from titian.accounts.models import User
from titian.network.models import Organisation
from titian.people.vault import current_version, seal
from titian.rosters.models import Load, LoadedFile, LoadedSheet, LoadState, StagedRow, Verdict
from titian.rosters.sealing import row_owner
from titian.standards.models import Channel


def staged_row(centre: Organisation, actor: User) -> StagedRow:
    """Return the one held row of a load that was read and not carried out."""
    channel, _made = Channel.objects.get_or_create(pk="institutional", defaults={"name": "Institusional"})
    load = Load.objects.create(centre=centre, year=2022, actor=actor)
    file = LoadedFile.objects.create(
        load=load, name="roster.xlsx", sha256="0" * 64, words_digest="0" * 64, channel=channel,
        state=LoadState.STAGED,
    )  # fmt: skip
    sheet = LoadedSheet.objects.create(file=file, position=0, name="INST-100", package="INST-100")
    row = StagedRow.objects.create(
        sheet=sheet, load=load, centre=centre, year=2022, package="INST-100", line=7, original=b"",
        key_version=current_version(), name="Tono Rekaan", codes=["nik_missing"], verdict=Verdict.HELD,
    )  # fmt: skip
    row.original = seal('{"name": "Tono Rekaan", "nik": null}', row_owner(row.pk))
    row.save(update_fields=["original"])
    return row
