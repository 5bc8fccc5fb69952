from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection

from titian.accounts.models import User
from titian.core.text import key
from titian.network.actions import NewOrganisation, register_organisations
from titian.network.models import Organisation
from titian.planning.actions import NewClass, open_classes
from titian.planning.models import NORMAL_CAPACITY, TrainingClass
from titian.programmes.actions import NewProgramme, register_programmes
from titian.rosters.models import Load, LoadedFile, LoadedSheet
from titian.rosters.queries.repair import original_sheet

UNKNOWN_KIND = "other"


def open_sheet_classes(file: LoadedFile, sheets: Sequence[LoadedSheet], *, actor: User) -> None:
    """Open the class of each sheet, its organiser and its programme where they are not known yet."""
    load = file.load
    known = set(
        TrainingClass.objects.filter(
            centre=load.centre, year=load.year, code__in=[sheet.package for sheet in sheets]
        ).values_list("code", flat=True)
    )
    whole = [told for sheet in sheets if (told := _class_statement(sheet, known)) is not None]
    organisers = _organisers(load, whole, actor=actor)
    programmes = register_programmes(
        [NewProgramme(load.centre_id, sheet.programme, sheet.field or None, sheet.hours) for sheet in whole],
        actor=actor,
    )
    open_classes(
        [
            NewClass(
                centre_id=load.centre_id,
                year=load.year,
                code=sheet.package,
                organiser_id=organiser,
                programme_id=programmes[load.centre_id, key(sheet.programme)].id,
                channel=sheet.file.channel_id,
                fund=sheet.fund or None,
                wave=sheet.wave,
                capacity=sheet.capacity or NORMAL_CAPACITY,
                hours=sheet.hours,
                starts_on=_day(sheet.starts_on),
                ends_on=_day(sheet.ends_on),
                is_demo=load.is_demo,
                source_id=None,
            )
            for sheet, organiser in zip(whole, organisers, strict=True)
        ],
        actor=actor,
    )
    classes = dict(
        TrainingClass.objects.filter(
            centre=load.centre, year=load.year, code__in=[sheet.package for sheet in sheets]
        ).values_list("code", "pk")
    )
    for sheet in sheets:
        sheet.training_class_id = classes.get(sheet.package)
        sheet.class_is_new = sheet.class_is_new or sheet.package not in known
    _remember_classes(sheets)


def _remember_classes(sheets: Sequence[LoadedSheet]) -> None:
    """Note on each sheet its class, in one short statement: `bulk_update` spells out a case for each of thousands."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE rosters_loadedsheet s SET training_class_id = t.training_class, class_is_new = t.is_new
            FROM unnest(%s::bigint[], %s::bigint[], %s::boolean[]) AS t (id, training_class, is_new)
            WHERE s.id = t.id
            """,
            [
                [sheet.pk for sheet in sheets],
                [sheet.training_class_id for sheet in sheets],
                [sheet.class_is_new for sheet in sheets],
            ],
        )


def _class_statement(sheet: LoadedSheet, known: set[str]) -> LoadedSheet | None:
    """Return the sheet that states the class; repaired rows leave a class that is known as it is."""
    if not sheet.partial:
        return sheet
    return None if sheet.package in known else original_sheet(sheet) or sheet


def _organisers(load: Load, sheets: Sequence[LoadedSheet], *, actor: User) -> list[int]:
    """Return the organiser of each sheet; one nobody knows is registered unconfirmed below the centre."""
    centre = load.centre
    own = {key(name) for name in _names_of(centre)} | {""}
    new = {
        sheet.pk: NewOrganisation(
            sheet.file.channel.organiser_kind or UNKNOWN_KIND,
            sheet.organiser, sheet.organiser_region_id, False, centre.pk, date(load.year, 1, 1),
        )
        for sheet in sheets
        if key(sheet.organiser) not in own
    }  # fmt: skip
    ids = register_organisations(list(new.values()), actor=actor)
    return [ids[new[sheet.pk].key] if sheet.pk in new else centre.pk for sheet in sheets]


def _names_of(centre: Organisation) -> list[str]:
    return [centre.name, centre.short_name, *centre.former_names.values_list("name", flat=True)]


def _day(day: date | None) -> date:
    if day is None:
        raise ValueError("a sheet without class dates has no accepted rows")
    return day
