"""A year of rosters in: read, staged and judged, carried out, and loaded again."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from benchmarks import _rosters, database
from benchmarks._import_export import import_export_rows_per_second
from benchmarks.measuring import peak_memory, seconds
from benchmarks.report import Figure, Report
from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.core.access import acting_as
from titian.network.models import Organisation
from titian.network.queries import organisation_by_name
from titian.rosters.actions import RosterFile, carry_out, load_rosters, stage
from titian.rosters.actions.settle import discard
from titian.rosters.actions.words import load_words
from titian.rosters.models import Load, LoadedFile, StagedRow
from titian.rosters.queries.vocabulary import vocabulary
from titian.training.models import Enrolment

DATABASE = True
LIBRARIES = ("python-calamine", "django-import-export")
ROWS = {"small": 2_000, "full": 100_000}
WORKBOOK_ROWS = {"small": 992, "full": 9_984}  # whole classes
PEER_ROWS = {"small": 300, "full": 3_000}
RUNS = {"small": 2, "full": 3}
GROWTH = {"small": (), "full": (10_000, 50_000, 200_000)}
MEMORY_MB = 600
# All that one accepted row becomes, in the order of the keys between them.
TABLES = (
    "programmes_programme", "planning_trainingclass", "journal_sourcesheet", "journal_source",
    "people_servicelink", "people_person", "people_disability", "people_employmentspell",
    "training_enrolment", "training_trainingcertificate", "protection_cover", "certification_verdict",
    "certification_competencycertificate", "placement_outcomereport",
)  # fmt: skip


class Bench:
    """The centre, its actor, and the files of one size."""

    def __init__(self, folder: Path, size: str) -> None:
        self.rows = ROWS[size]
        self.runs = RUNS[size]
        self.actor: User = system_actor("shell")
        with acting_as(self.actor.pk):
            load_words(self.actor)
            self.centre: Organisation = organisation_by_name(_rosters.CENTRE)
        self.csv = _rosters.write_csv(folder / "roster-2022.csv", self.rows)
        self.books = _rosters.write_workbooks(folder, self.rows, workbook_rows=WORKBOOK_ROWS[size])
        self.superuser = database.superuser(str(connection.settings_dict["NAME"]))
        columns = self.csv.read_text(encoding="utf-8").splitlines()[0].count(",") + 1
        self.superuser.execute(
            f"CREATE TABLE plain ({', '.join(f'c{number} text' for number in range(columns))})"
        )

    def staged(self, files: Sequence[Path]) -> Load:
        """Read, stage and judge; call it within `acting_as`."""
        load = stage(
            [RosterFile(file, _rosters.CHANNEL) for file in files],
            centre=self.centre, year=_rosters.YEAR, vocabulary=vocabulary(self.centre.pk), actor=self.actor,
        )  # fmt: skip
        check_keys_now()
        return load

    def read_and_judge(self, files: Sequence[Path]) -> None:
        with acting_as(self.actor.pk), transaction.atomic():
            load = self.staged(files)
            assert StagedRow.objects.filter(load=load).count() == self.rows
            transaction.set_rollback(True)

    def plain_copy(self) -> None:
        """COPY the same rows, all of them text, into a table without key or index."""
        with self.superuser.cursor() as cursor, self.csv.open("rb") as lines:
            cursor.execute("TRUNCATE plain")
            with cursor.copy("COPY plain FROM STDIN (FORMAT csv, HEADER)") as copy:
                while part := lines.read(1 << 20):
                    copy.write(part)

    def bare_read(self) -> None:
        found = 0
        for path in self.books:
            book = CalamineWorkbook.from_path(str(path))
            found += sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)
        assert found > self.rows

    def swept(self) -> None:
        """Clean up after a rolled-back run, so that the next one finds the tables as this one did."""
        for table in ("rosters_stagedrow", "rosters_loadedsheet", "evaluation_touchedenrolment", *TABLES):
            self.superuser.execute(f"VACUUM {table}")


def run(size: str) -> Report:
    with tempfile.TemporaryDirectory(prefix="titian-bench-") as folder:
        bench = Bench(Path(folder), size)
        figures = [*reading(bench, size), *carrying(bench, size, Path(folder)), *loading(bench, size)]
        peak = peak_memory()["process_mb"]  # of the promised size; more rows take more
        notes = [
            f"carried out into {len(TABLES)} tables, row history and the evaluation's queue beside them",
            "ours alone also writes the training spells of people, the links of classes, and on each staged row what "
            "it became; history triggers, keys and policies bind both sides",
            f"peak memory {peak} MB ({'within' if peak <= MEMORY_MB else 'ABOVE'} {MEMORY_MB} MB)",
        ]
        figures += growth(bench, size, Path(folder))
        bench.superuser.close()
    sizes = {"rows": bench.rows, "workbooks": len(bench.books), "classes": -(-bench.rows // 16)}
    return Report(
        "What does a year of rosters cost, from file to record?", sizes, tuple(figures), tuple(notes)
    )


def reading(bench: Bench, size: str) -> list[Figure]:
    ours_csv, ours_xlsx, copies, reads = [], [], [], []
    bench.read_and_judge([bench.csv])  # warm
    for _run in range(bench.runs):
        copies.append(seconds(bench.plain_copy))
        ours_csv.append(seconds(lambda: bench.read_and_judge([bench.csv])))
        bench.swept()
        reads.append(seconds(bench.bare_read))
        ours_xlsx.append(seconds(lambda: bench.read_and_judge(bench.books)))
        bench.swept()
    copy, read = statistics.median(copies), statistics.median(reads)
    csv_seconds, xlsx_seconds = statistics.median(ours_csv), statistics.median(ours_xlsx)
    both = read + copy
    return [
        Figure(
            "csv read, staged and judged", csv_seconds, "a plain COPY of the same rows", copy,
            "the same COPY", copy, wanted="within 6x", met=met(size, csv_seconds <= 6 * copy),
        ),
        Figure(
            "xlsx read, staged and judged", xlsx_seconds, "a bare calamine read and that COPY", both,
            "the bare read", read, wanted="within 2x", met=met(size, xlsx_seconds <= 2 * both),
        ),
    ]  # fmt: skip


def carrying(bench: Bench, size: str, folder: Path) -> list[Figure]:
    """Carry a staged load out and roll it back, beside INSERT ... SELECTs of the rows it made."""
    with acting_as(bench.actor.pk):
        load = bench.staged(bench.books)
    files = list(LoadedFile.objects.none())

    def ours() -> None:
        for file in files:
            carry_out(file, actor=bench.actor)
        check_keys_now()

    def in_a_transaction(work: Callable[[], None], after: Callable[[], None] = lambda: None) -> float:
        with acting_as(bench.actor.pk), transaction.atomic():
            files[:] = LoadedFile.objects.filter(load=load).order_by("pk")
            taken = seconds(work)
            after()
            transaction.set_rollback(True)
        bench.swept()
        return taken

    copied: dict[str, int] = {}
    before = {table: highest(table) for table in TABLES}
    in_a_transaction(ours, lambda: copied.update(save(bench, before, folder)))
    restore_copies(bench, folder)
    ours_taken, bare_taken = [], []
    for _run in range(bench.runs):
        ours_taken.append(in_a_transaction(ours))
        bare_taken.append(in_a_transaction(bare_inserts))
    mine, bare = statistics.median(ours_taken), statistics.median(bare_taken)
    accepted = copied["training_enrolment"]
    peer_rate = import_export_rows_per_second(bench.superuser, PEER_ROWS[size])
    with acting_as(bench.actor.pk):
        discard(load, actor=bench.actor)
    return [
        Figure(
            f"{accepted} rows carried out into {len(TABLES)} tables", mine,
            "bare INSERT ... SELECTs of the same rows into the same tables", bare,
            "those INSERTs", bare, wanted="within 2x", met=met(size, mine <= 2 * bare),
            more={"rows_in_tables": copied, "rows_per_second": round(accepted / mine)},
        ),
        Figure(
            "one row carried out into all of them", mine / accepted,
            f"django-import-export {PEER_ROWS[size]} rows, bulk and full_clean, into one table", 1 / peer_rate,
            "bare INSERTs", bare / accepted, wanted="at least 6x the rows per second",
            met=met(size, accepted / mine >= 6 * peer_rate), statistic="seconds a row",
        ),
    ]  # fmt: skip


def loading(bench: Bench, size: str) -> list[Figure]:
    """The whole way, committed; then the same files once more."""
    files = [RosterFile(file, _rosters.CHANNEL) for file in bench.books]

    def load() -> None:
        load_rosters(files, centre=bench.centre, year=_rosters.YEAR, actor=bench.actor)

    first = seconds(load)
    state = contents(bench)
    again = seconds(load)
    changed = [name for name, was, now in zip(TABLES, state, contents(bench), strict=True) if was != now]
    assert not changed, f"the same files changed {changed}"
    with acting_as(bench.actor.pk):
        assert Enrolment.objects.count() > 0.9 * bench.rows
    return [
        Figure(
            "the same files once more, 0 rows changed", again, "the first load of them", first,
            "that load", first, statistic="one run", wanted="within a tenth",
            met=met(size, again <= first / 10), more={"peak_mb": peak_memory()["process_mb"]},
        )
    ]  # fmt: skip


def growth(bench: Bench, size: str, folder: Path) -> list[Figure]:
    """Read and judge other sizes over the year that was carried out: seconds a row should stay the same."""
    figures, least = [], 0.0
    for rows in GROWTH[size]:
        path = _rosters.write_csv(folder / f"growth-{rows}.csv", rows)
        kept, bench.rows = bench.rows, rows
        a_row = seconds(lambda path=path: bench.read_and_judge([path])) / rows  # type: ignore[misc]
        bench.rows = kept
        bench.swept()
        least = least or a_row
        figures.append(
            Figure(
                f"a row of {rows} read, staged and judged over a year carried out", a_row,
                f"a row of {GROWTH[size][0]}", least, "the same", least, statistic="one run",
                wanted="linear: within 1.5x", met=a_row <= 1.5 * least, more={"peak_mb": peak_memory()["process_mb"]},
            )
        )  # fmt: skip
    return figures


def met(size: str, reached: bool) -> bool | None:
    return reached if size == "full" else None


def check_keys_now() -> None:
    """Charge our side for its deferred keys, which a rolled-back transaction would not check."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def highest(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
        return int(cursor.fetchone()[0])


def save(bench: Bench, before: dict[str, int], folder: Path) -> dict[str, int]:
    """Write what each table holds now and did not hold before to files; return how many rows."""
    counts = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE id > {before[table]}")
            counts[table] = int(cursor.fetchone()[0])
            query = f"COPY (SELECT * FROM {table} WHERE id > {before[table]} ORDER BY id) TO STDOUT (FORMAT binary)"
            with (folder / table).open("wb") as out, cursor.copy(query) as rows:
                for part in rows:
                    out.write(part)
    return counts


def restore_copies(bench: Bench, folder: Path) -> None:
    """Lay those rows into tables without keys or indexes, from which the bare side reads."""
    for table in TABLES:
        bench.superuser.execute(f"CREATE UNLOGGED TABLE bare_{table} AS SELECT * FROM {table} LIMIT 0")
        bench.superuser.execute(f"GRANT SELECT ON bare_{table} TO titian_app")
        with (
            bench.superuser.cursor() as cursor,
            cursor.copy(f"COPY bare_{table} FROM STDIN (FORMAT binary)") as copy,
            (folder / table).open("rb") as rows,
        ):
            while part := rows.read(1 << 20):
                copy.write(part)
        bench.superuser.execute(f"ANALYZE bare_{table}")


def bare_inserts() -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"INSERT INTO {table} SELECT * FROM bare_{table}")
    check_keys_now()


def contents(bench: Bench) -> list[tuple[object, ...]]:
    """Return how many rows each table holds and which row changed last."""
    found = []
    for table in TABLES:
        asked = f"SELECT count(*), max(xmin::text::bigint), sum(hashtext(t::text)::bigint) FROM {table} t"
        found.append(bench.superuser.execute(asked).fetchone())
    return [row for row in found if row is not None]
