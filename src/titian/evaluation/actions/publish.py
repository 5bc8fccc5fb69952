"""Put the fixed public tables of a year on record, small cells protected."""

from __future__ import annotations

import numpy as np
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engines.disclosure import protect
from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.evaluation.actions.fold import fold_touched
from titian.evaluation.models import PublicTable
from titian.evaluation.permissions import may_publish_tables
from titian.evaluation.queries.public import DIMENSIONS, channels_in_use, columns_of, counted
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.network.queries import areas_of


@transaction.atomic
def publish_public_tables(centre: Organisation, year: int, *, actor: User) -> list[PublicTable]:
    """Publish all tables of the year together: protected one by one, their difference would tell."""
    today = timezone.localdate()
    if not may_publish_tables(actor, centre):
        raise DomainError(
            _("Hanya kepala balai atau perencana nasional yang menerbitkan angka."), code="may_not_publish"
        )
    fold_touched()
    channels = channels_in_use(centre, year)
    if not channels:
        raise DomainError(
            _("%(centre)s tidak mempunyai peserta tahun %(year)s.") % {"centre": centre.name, "year": year},
            code="nothing_to_publish",
        )
    areas = areas_of(centre, min(today, today.replace(year=year, month=12, day=31)))
    codes = {d.key: [code for code, _label in columns_of(d, areas)] for d in DIMENSIONS}
    tables = [_with_totals(counted(centre, year, d, channels, codes[d.key])) for d in DIMENSIONS]
    hidden = protect(tables)
    PublicTable.objects.filter(centre=centre, year=year).delete()
    made = PublicTable.objects.bulk_create(
        PublicTable(
            centre=centre,
            year=year,
            key=dimension.key,
            cells={
                "rows": channels,
                "columns": codes[dimension.key],
                "values": [
                    [None if mask[place] else int(table[place]) for place in _row(table, row)]
                    for row in range(table.shape[0])
                ],
            },
            as_of=today,
            made_at=timezone.now(),
        )
        for dimension, table, mask in zip(DIMENSIONS, tables, hidden, strict=True)
    )
    Entry.write(actor, "publish_public_tables", centre, year=year, tables=[table.key for table in made])
    return made


def _with_totals(inner: list[list[int]]) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    counts = np.array(inner, dtype=np.int64)
    rows = np.vstack([counts, counts.sum(axis=0)])
    return np.hstack([rows, rows.sum(axis=1)[:, None]])


def _row(table: np.ndarray[tuple[int, int], np.dtype[np.int64]], row: int) -> list[tuple[int, int]]:
    return [(row, column) for column in range(table.shape[1])]
