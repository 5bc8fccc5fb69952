"""The peer most Django offices would take: django-import-export, in bulk, each row fully cleaned."""

from __future__ import annotations

import time
from typing import Any

import psycopg
import tablib
from django.db import connection, models
from import_export import resources

from benchmarks import _rosters

TABLE = "bench_roster_line"


class RosterLine(models.Model):
    """One table of the roster's own columns."""

    class_code = models.CharField(max_length=40)
    no = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=200)
    nik = models.CharField(max_length=16, unique=True)
    birth_place = models.CharField(max_length=100, blank=True)
    birth_date = models.CharField(max_length=40, blank=True)
    sex = models.CharField(max_length=1, choices=[("L", "L"), ("P", "P")])
    education = models.CharField(max_length=40, blank=True)
    disability = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=300, blank=True)
    regency = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    result = models.CharField(max_length=20, blank=True)
    certificate = models.CharField(max_length=80, blank=True)
    competence = models.CharField(max_length=20, blank=True)
    competency_certificate = models.CharField(max_length=60, blank=True)
    member = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=40, blank=True)
    employer = models.CharField(max_length=200, blank=True)
    job = models.CharField(max_length=200, blank=True)
    work_from = models.CharField(max_length=40, blank=True)
    wage = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        app_label = "benchmarks"
        db_table = TABLE
        managed = False

    def __str__(self) -> str:
        return self.name


class RosterLines(resources.ModelResource):
    class Meta:
        model = RosterLine
        use_bulk = True
        batch_size = 1_000
        force_init_instance = True  # every row is new: the peer need not look for it first
        skip_diff = True
        clean_model_instances = True
        import_id_fields = ("nik",)


def import_export_rows_per_second(superuser: psycopg.Connection[Any], rows: int) -> float:
    """Import sound rows, each of its own NIK (a bulk of this peer stores nothing if two agree)."""
    columns = ", ".join(
        f"{field.column} text NOT NULL" for field in RosterLine._meta.concrete_fields if field.column != "id"
    )
    superuser.execute(f"CREATE TABLE {TABLE} (id bigserial PRIMARY KEY, {columns}, UNIQUE (nik))")
    superuser.execute(
        f"GRANT ALL ON {TABLE} TO titian_app; GRANT ALL ON SEQUENCE {TABLE}_id_seq TO titian_app"
    )
    data = tablib.Dataset(headers=["class_code", *_rosters.FIELDS])
    seen: set[str] = set()
    for one in _rosters.classes(rows):
        for row in one.rows:
            if row["nik"] not in seen:
                seen.add(row["nik"])
                data.append([one.code, *(row[field] for field in _rosters.FIELDS)])
    start = time.perf_counter()
    result = RosterLines().import_data(data, use_transactions=True, raise_errors=True)
    taken = time.perf_counter() - start
    assert not result.has_errors()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {TABLE}")
        assert cursor.fetchone() == (len(seen),), "the peer did not store every row"
    return len(seen) / taken
