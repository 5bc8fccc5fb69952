"""What is needed to repair a held row, or to write a class down from the start?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.network.models import Organisation
from titian.people.vault import unseal
from titian.planning.models import TrainingClass
from titian.rosters.models import LoadedSheet, StagedRow
from titian.rosters.queries.vocabulary import vocabulary
from titian.rosters.reading import verdicts
from titian.rosters.reading.workbook import read_workbook
from titian.rosters.sealing import row_owner
from titian.rosters.writing import ClassInfo, HeldRow


class Origin(NamedTuple):
    """Where the rows of a file belong, and what holds where its sheets do not say otherwise."""

    centre: Organisation
    year: int
    channel: str
    wave: str = ""
    certification_body_id: int | None = None


def held_rows_for_repair(centres: Iterable[Organisation] | None, year: int | None) -> list[HeldRow]:
    """Return the held rows in force that the acting user may see, as they were written, with what to fill."""
    rows = StagedRow.objects.waiting_for_repair().select_related("sheet__file")
    if centres is not None:
        rows = rows.filter(centre__in=list(centres))
    if year is not None:
        rows = rows.filter(year=year)
    return [
        held_row(row)
        for row in rows.order_by("centre__name_key", "sheet__file__name", "sheet__position", "line")
    ]


def original_cells(row: StagedRow) -> dict[str, str | None]:
    """Return the cells of a row as written, by field, unknown columns by heading; none once forgotten."""
    if not row.original:
        return {}
    cells: dict[str, str | None] = json.loads(unseal(bytes(row.original), row_owner(row.pk), row.key_version))
    return cells


def original_sheet(sheet: LoadedSheet) -> LoadedSheet | None:
    """Return the sheet that stated the class whole, for one that only repairs rows of it."""
    return (
        LoadedSheet.objects.filter(
            partial=False, skipped="", package=sheet.package,
            file__load__centre=sheet.file.load.centre_id, file__load__year=sheet.file.load.year,
        )
        .select_related("file__channel")
        .order_by("-pk")
        .first()
    )  # fmt: skip


def origin_of(path: Path, year: int) -> Origin | None:
    """Return where the rows of this file were held, None if it is no repair file."""
    read = read_workbook(path, vocabulary(None), year=year)
    documents = read.rows["source_document"].drop_nulls().unique().to_list()
    if not documents:
        return None
    places = list(
        StagedRow.objects.filter(live=True, sheet__file__name__in=documents)
        .values_list("centre", "year")
        .distinct()[:2]
    )
    if len(places) != 1:
        raise DomainError(
            _(
                "Baris di %(file)s tidak dapat dikaitkan dengan satu balai dan tahun. Sebutkan --centre, --year "
                "dan --channel."
            )
            % {"file": path.name},
            code="repair_origin_unclear",
        )
    centre_id, found_year = places[0]
    row = StagedRow.objects.filter(
        live=True, centre=centre_id, year=found_year, sheet__file__name__in=documents
    ).select_related("sheet__file", "centre")[0]
    return Origin(row.centre, found_year, row.sheet.file.channel_id)


def template_of(user: User, code: str, centre: Organisation | None, year: int | None) -> ClassInfo:
    """Return what the title block of a class says. Several classes of one code ask for centre and year."""
    classes = TrainingClass.objects.visible_to(user).filter(code__iexact=code)
    if centre is not None:
        classes = classes.filter(centre=centre)
    if year is not None:
        classes = classes.filter(year=year)
    found = list(classes.select_related("programme__field", "organiser", "fund")[:2])
    if not found:
        raise DomainError(_("Paket %(code)s tidak ada.") % {"code": code}, code="class_unknown")
    if len(found) > 1:
        raise DomainError(
            _("Ada beberapa paket %(code)s. Sebutkan --centre dan --year.") % {"code": code},
            code="class_ambiguous",
        )
    return class_info(found[0])


def class_info(training_class: TrainingClass) -> ClassInfo:
    """Return what the title block of this class says."""
    return ClassInfo(
        package=training_class.code,
        programme=training_class.programme.name,
        organiser=training_class.organiser.name,
        field=training_class.programme.field.name if training_class.programme.field else "",
        fund=training_class.fund.name if training_class.fund else "",
        hours=training_class.hours,
        starts_on=training_class.starts_on,
        ends_on=training_class.ends_on,
        capacity=training_class.capacity,
    )


def held_row(row: StagedRow) -> HeldRow:
    """Return a held row as it was written, why it is held and what to fill."""
    cells = original_cells(row)
    told = _told(row, cells)
    sheet = row.sheet
    return HeldRow(
        document=sheet.file.name,
        sheet=sheet.name,
        row=row.line,
        package=row.package,
        cells=cells,
        codes=row.codes,
        reason=" ".join(reasons_of(row, cells)),
        to_fill=sorted(
            {name for code in row.codes for name in verdicts.fields_to_correct(code, told, cells)}
        ),
        programme=sheet.programme,
        organiser=sheet.organiser,
        hours=sheet.hours,
        starts_on=sheet.starts_on,
        ends_on=sheet.ends_on,
    )


def reasons_of(row: StagedRow, cells: Mapping[str, str | None]) -> list[str]:
    """Return why a row is held, a sentence for each code, with what its cells say."""
    told = _told(row, cells)
    return [
        verdicts.sentence(code, {**verdicts.params_of(code, told, cells), **_class_params(row.sheet)})
        for code in row.codes
    ]


def _told(row: StagedRow, cells: Mapping[str, str | None]) -> dict[str, Any]:
    return {
        "birth_date": row.birth_date, "work_starts_on": row.work_starts_on, "status_word": row.status_word,
        "unknown_words": row.unknown_words, "nik_digits": cells.get("nik"),
    }  # fmt: skip


def _class_params(sheet: LoadedSheet) -> dict[str, Any]:
    return {"package": sheet.package, "sheet": sheet.name, "programme": sheet.programme}
