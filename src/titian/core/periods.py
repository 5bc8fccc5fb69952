"""Half-open periods of days: [since, until)."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange


def since(day: date | None, until: date | None = None) -> DateRange:
    """Return the period from `day`, open-ended unless `until` (the first day outside) is given."""
    return DateRange(day, until)


class Dated(models.Model):
    """A link that holds for a period of days."""

    period = DateRangeField("masa berlaku")

    class Meta:
        abstract = True

    @property
    def first_day(self) -> date | None:
        """The first day it holds; None where nobody knows it."""
        first: date | None = self.period.lower
        return first

    @property
    def last_day(self) -> date | None:
        """The last day it holds; None while it does."""
        until: date | None = self.period.upper
        return until - timedelta(days=1) if until else None
