"""Half-open periods of days: [since, until)."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange


def since(day: date, until: date | None = None) -> DateRange:
    """Return the period from `day`, open-ended unless `until` (the first day outside) is given."""
    return DateRange(day, until)


class Dated(models.Model):
    """A link that holds for a period of days."""

    period = DateRangeField("masa berlaku")

    class Meta:
        abstract = True
