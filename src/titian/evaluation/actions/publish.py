"""Put the fixed public tables of a year on record, small cells protected."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engines.disclosure import protect, protect_rows
from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.evaluation.actions.fold import fold_touched
from titian.evaluation.actions.report_outlook import report_outlook
from titian.evaluation.models import PublicTable
from titian.evaluation.permissions import may_publish_tables
from titian.evaluation.queries.outlook import (
    COLUMNS,
    KEY,
    PART_OF,
    answers_by_programme,
    merged_answers,
)
from titian.evaluation.queries.public import Unprotected, unprotected_tables
from titian.journal.models import Entry
from titian.network.models import Organisation


@transaction.atomic
def publish_public_tables(centre: Organisation, year: int, *, actor: User) -> list[PublicTable]:
    """Publish all tables of the year together: protected one by one, their difference would tell."""
    if not may_publish_tables(actor, centre):
        raise DomainError(
            _("Hanya kepala balai atau perencana nasional yang menerbitkan angka."), code="may_not_publish"
        )
    fold_touched()
    made = put_public_tables(centre, year, protected_tables(centre, year), as_of=timezone.localdate())
    report_outlook(actor=actor)
    Entry.write(actor, "publish_public_tables", centre, year=year, tables=[table.key for table in made])
    return made


def protected_tables(centre: Organisation, year: int) -> list[dict[str, Any]]:
    """Return key and cells of each table of the fixed list as the public may read it today."""
    tables = unprotected_tables(centre, year, on=timezone.localdate())
    if not tables:
        raise DomainError(
            _("%(centre)s tidak mempunyai peserta tahun %(year)s.") % {"centre": centre.name, "year": year},
            code="nothing_to_publish",
        )
    hidden = protect([table.counts for table in tables])
    shown = [
        {
            "key": table.key,
            "cells": {"rows": table.rows, "columns": table.columns, "values": _shown(table, mask)},
        }
        for table, mask in zip(tables, hidden, strict=True)
    ]
    known = {table.key: (table, mask) for table, mask in zip(tables, hidden, strict=True)}
    return shown + _outlooks(centre, year, known)


def _outlooks(
    centre: Organisation, year: int, known: dict[str, tuple[Unprotected, npt.NDArray[np.bool_]]]
) -> list[dict[str, Any]]:
    """Return programmes by what became of their people; a programme is shown whole or not at all."""
    taught, margin_hidden = known["programme"]
    parts = {measure: known[key] for measure, key in PART_OF.items()}
    cubes = [answers_by_programme(centre, year, table, taught.columns) for table, _mask in parts.values()]
    merged = [merged_answers(table) for table, _mask in parts.values()]
    hidden = protect_rows(
        cubes,
        margin_hidden=margin_hidden,
        answers_hidden=[mask for _table, mask in parts.values()],
        merged=merged,
    )
    made = []
    for measure, cube, columns, dark in zip(parts, cubes, merged, hidden, strict=True):
        counts = np.stack([cube[:, :, columns == place].sum(axis=(0, 2)) for place in range(len(COLUMNS))], 1)
        values = [
            [None if hide else int(count) for count in row] for row, hide in zip(counts, dark, strict=True)
        ]
        made.append(
            {"key": KEY + measure, "cells": {"rows": taught.columns, "columns": COLUMNS, "values": values}}
        )
    return made


def put_public_tables(
    centre: Organisation,
    year: int,
    tables: Iterable[dict[str, Any]],
    *,
    as_of: date,
    version: int | None = None,
    sha256: str = "",
) -> list[PublicTable]:
    """Replace what the public reads of that year; the caller judges who may and notes it."""
    PublicTable.objects.filter(centre=centre, year=year).delete()
    return PublicTable.objects.bulk_create(
        PublicTable(
            centre=centre,
            year=year,
            key=table["key"],
            cells=table["cells"],
            as_of=as_of,
            made_at=timezone.now(),
            version=version,
            sha256=sha256,
        )
        for table in tables
    )


def _shown(table: Unprotected, mask: npt.NDArray[np.bool_]) -> list[list[int | None]]:
    return [
        [None if hide else int(count) for count, hide in zip(counts, hides, strict=True)]
        for counts, hides in zip(table.counts, mask, strict=True)
    ]
