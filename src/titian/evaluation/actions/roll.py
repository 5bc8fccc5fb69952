"""Keep the roll-ups equal to a full recount of the records, by adding what changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache

from django.db.backends.utils import CursorWrapper

from titian.evaluation.indicators.compiled import (
    MONTHS,
    compiled,
    compiled_summands,
    set_of,
    sums_of_months,
    sums_of_people,
)
from titian.evaluation.queries.cells import EVERYWHERE, OF_CLASSES, registry_fingerprint
from titian.evaluation.queries.cohort import (
    MONTHS_OF_EVERYBODY,
    ROLLED,
    both_sides,
    by_each,
    cell_of,
    cohort,
    columns_of,
    once,
)

REFRESHED_AT_ONCE = (
    4  # centre-years whose medians are counted anew while folding; the others wait for the job
)
BLOCKS_A_STATEMENT = 50  # planning the long statement costs more than counting a small centre
OF_BLOCKS = "(p.centre_id, p.year) IN (SELECT * FROM unnest(%s::bigint[], %s::int[]))"
TOUCHED = "p.enrolment_id = ANY (%s)"
# Classes that between the two days became older by a whole month since their end, for months that are asked for.
AGED = f"""
    SELECT enrolment_id FROM evaluation_participation
    WHERE class_ends_on BETWEEN %(former)s::date - interval '{MONTHS.stop} months' AND %(today)s
    AND EXISTS (
        SELECT FROM generate_series(0, {MONTHS.stop - 1}) AS month
        WHERE class_ends_on + month * interval '1 month' > %(former)s
        AND class_ends_on + month * interval '1 month' <= %(today)s
    )
"""


@contextmanager
def rolling(cursor: CursorWrapper, touched: list[int], *, today: date) -> Iterator[None]:
    """Take the touched records out of the sums as they were, and put them in as the block leaves them."""
    cursor.execute("SELECT rolled_on, registry FROM evaluation_rollupstate FOR UPDATE")
    state = cursor.fetchone()
    if state is None or state[1] != registry_fingerprint():
        yield
        if _few_records(cursor):
            roll_all(cursor, today=today)
        return
    former = state[0]
    moved = sorted({*touched, *_aged(cursor, former, today)})
    _remember(cursor, moved)
    yield
    if former == today:
        moved = _changed(cursor, moved)
    if moved:
        _add(cursor, moved, former, today)
    if former != today:
        cursor.execute("UPDATE evaluation_rollupstate SET rolled_on = %s", [today])
    refresh_stale(cursor, today=today, most=REFRESHED_AT_ONCE)


def roll_all(cursor: CursorWrapper, *, today: date) -> None:
    """Make all roll-ups from scratch."""
    for table in ("rollup", "rollupmonths", "rollupstate", "staleblock"):
        cursor.execute(f"DELETE FROM evaluation_{table}")
    for table, what, columns, cuts in (
        ("evaluation_rollup", "rolled_people", _people_columns(), ROLLED),
        ("evaluation_rollupmonths", "rolled_months", _month_columns(), MONTHS_OF_EVERYBODY),
    ):
        cursor.execute(
            f"CREATE TEMP TABLE rolling_delta ON COMMIT DROP AS WITH {cohort(cuts)} "
            f"SELECT {', '.join(_key(table))}, {', '.join(columns)} FROM ({compiled(what, as_of=False)}) "
            f"AS counted ({', '.join((*_key('evaluation_rollup'), *columns))})",
            [today, None],
        )
        _gather(cursor, table, columns)
    cursor.execute(
        "INSERT INTO evaluation_staleblock (centre_id, year) "
        "SELECT centre_id, year FROM evaluation_rollup WHERE cut = '' AND centre_id <> %s",
        [EVERYWHERE],
    )
    cursor.execute(
        "INSERT INTO evaluation_rollupstate (single, rolled_on, registry) VALUES (true, %s, %s)",
        [today, registry_fingerprint()],
    )
    refresh_stale(cursor, today=today)


def refresh_stale(cursor: CursorWrapper, *, today: date, most: int | None = None) -> int:
    """Count anew what does not add up of stale centre-years, unless they are more than `most`; return how many."""
    cursor.execute("SELECT centre_id, year FROM evaluation_staleblock ORDER BY centre_id, year")
    stale = cursor.fetchall()
    if not stale or (most is not None and len(stale) > most):
        return 0
    for start in range(0, len(stale), BLOCKS_A_STATEMENT):
        centres, years = zip(*stale[start : start + BLOCKS_A_STATEMENT], strict=True)
        cursor.execute(_recount(), [today, list(centres), list(years)])
    cursor.execute("DELETE FROM evaluation_staleblock")
    return len(stale)


@lru_cache(maxsize=1)
def _recount() -> str:
    """Medians and different values of each cell; a class counts once in it, however many sit there."""
    counted = {
        name: f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {name})"
        if of == "double precision"
        else f"count(DISTINCT {name})"
        for name, of in sums_of_people()[1].items()
    }
    assigned = ", ".join(f"{name} = counted.{name}" for name in counted)
    assigned += "".join(f", {name} = classes.{name}" for name in OF_CLASSES)
    # Materialized: counted once, whatever is thought of the sizes of tables that nothing has analysed yet.
    return f"""
        WITH {once(ROLLED, where=OF_BLOCKS)}, brought AS ({compiled("brought", as_of=False)}),
        record AS MATERIALIZED (SELECT *, {columns_of(ROLLED)} FROM brought),
        counted AS MATERIALIZED (
            SELECT {cell_of(ROLLED)}, {", ".join(f"{sql} AS {name}" for name, sql in counted.items())}
            FROM record {by_each(ROLLED)}
        ),
        class AS MATERIALIZED (
            SELECT {cell_of(ROLLED)}, max(capacity) AS capacity FROM record {by_each(ROLLED, "class_id")}
        ),
        classes AS MATERIALIZED (
            SELECT centre_id, year, cut, code, count(*) AS packages, sum(capacity) AS capacity
            FROM class GROUP BY centre_id, year, cut, code
        )
        UPDATE evaluation_rollup AS rollup SET {assigned}
        FROM counted JOIN classes USING (centre_id, year, cut, code)
        WHERE rollup.centre_id = counted.centre_id AND rollup.year = counted.year
        AND rollup.cut = counted.cut AND rollup.code = counted.code
    """


def _people_columns() -> tuple[str, ...]:
    return set_of(sums_of_people()[0])


def _month_columns() -> tuple[str, ...]:
    return set_of(sums_of_months())


def _few_records(cursor: CursorWrapper) -> bool:
    """A first roll-up of a nation is the job's or the rebuild's, not a reader's to wait for."""
    cursor.execute("SELECT count(*) FROM (SELECT FROM evaluation_participation LIMIT 50001) AS counted")
    found: int = cursor.fetchone()[0]
    return found <= 50_000


def _aged(cursor: CursorWrapper, former: date, today: date) -> list[int]:
    if former == today:
        return []
    cursor.execute(AGED, {"former": min(former, today), "today": max(former, today)})
    return [enrolment_id for (enrolment_id,) in cursor.fetchall()]


def _remember(cursor: CursorWrapper, moved: list[int]) -> None:
    # Folds come one at a time, and tens of thousands of cells are summed faster than they are sorted on disk.
    cursor.execute("SET LOCAL work_mem = '128MB'")
    cursor.execute("DROP TABLE IF EXISTS pg_temp.rolling_before")
    cursor.execute(
        "CREATE TEMP TABLE rolling_before ON COMMIT DROP AS "
        f"SELECT p.* FROM evaluation_participation p WHERE {TOUCHED}",
        [moved],
    )


def _changed(cursor: CursorWrapper, moved: list[int]) -> list[int]:
    """Forget those that stand as they stood; of the same day they add what they added."""
    cursor.execute(
        "DELETE FROM rolling_before USING evaluation_participation p "
        "WHERE p.enrolment_id = rolling_before.enrolment_id AND p.* IS NOT DISTINCT FROM rolling_before.* "
        "RETURNING p.enrolment_id"
    )
    return sorted(set(moved).difference(enrolment_id for (enrolment_id,) in cursor.fetchall()))


def _add(cursor: CursorWrapper, moved: list[int], former: date, today: date) -> None:
    """Add the records as they are and subtract them as they were; most of a touched record stays as it was."""
    people, months = _people_columns(), _month_columns()
    _compare(cursor, moved, former, today)
    cursor.execute(
        "INSERT INTO evaluation_staleblock (centre_id, year) "
        "SELECT DISTINCT centre_id, year FROM rolling_moved WHERE otherwise ON CONFLICT DO NOTHING"
    )
    for table, columns, key, grouped in (
        ("evaluation_rollup", people, cell_of(ROLLED), by_each(ROLLED)),
        ("evaluation_rollupmonths", months, "centre_id, year", "GROUP BY centre_id, year"),
    ):
        sums = ", ".join(f"sum({column})::integer AS {column}" for column in columns)
        changed = " OR ".join(f"sum({column}) <> 0" for column in columns)
        cursor.execute(
            "CREATE TEMP TABLE rolling_delta ON COMMIT DROP AS "
            f"SELECT {key}, {sums} FROM rolling_moved {grouped} HAVING {changed}"
        )
        _gather(cursor, table, columns)
    cursor.execute("DROP TABLE rolling_moved")


def _compare(cursor: CursorWrapper, moved: list[int], former: date, today: date) -> None:
    """Keep in `rolling_moved` what each record adds to every sum now and did not before, where it differs.

    A record that went from one cell of a cut to another stands there twice, once added and once subtracted.
    `otherwise`: it also brings something else than before to what does not add up.
    """
    summed = (*_people_columns(), *_month_columns())
    brought = ("capacity", *sums_of_people()[1])
    now, before = (
        ", ".join(f"{side}.{column}" for column in (*brought, *summed)) for side in ("now", "before")
    )
    otherwise_now, otherwise_before = (
        ", ".join(f"{side}.{column}" for column in ("enrolment_id", *brought)) for side in ("now", "before")
    )
    added = ", ".join(
        f"coalesce(now.{column}, 0) - coalesce(before.{column}, 0) AS {column}" for column in summed
    )
    same = " AND ".join(
        f"now.{key} = before.{key}" for key in ("enrolment_id", "centre_id", "year", "slice_2")
    )
    cursor.execute(
        f"""
        CREATE TEMP TABLE rolling_moved ON COMMIT DROP AS
        WITH {both_sides(ROLLED, before="rolling_before", where=TOUCHED)},
        sides AS MATERIALIZED ({compiled_summands()})
        SELECT coalesce(now.centre_id, before.centre_id) AS centre_id, coalesce(now.year, before.year) AS year,
            {columns_of(ROLLED, "coalesce(now.slice_2, before.slice_2)")},
            ({otherwise_now}) IS DISTINCT FROM ({otherwise_before}) AS otherwise, {added}
        FROM (SELECT * FROM sides WHERE slice_1 = 'now') AS now
        FULL JOIN (SELECT * FROM sides WHERE slice_1 = 'before') AS before ON {same}
        WHERE now.enrolment_id IS NULL OR before.enrolment_id IS NULL OR ({now}) IS DISTINCT FROM ({before})
        """,
        [today, moved, former],
    )


def _key(table: str) -> tuple[str, ...]:
    return ("centre_id", "year") + (("cut", "code") if table == "evaluation_rollup" else ())


def _gather(cursor: CursorWrapper, table: str, columns: tuple[str, ...]) -> None:
    """Add `rolling_delta` to both levels; the upper one also keeps the sum of each centre."""
    key, names = _key(table), ", ".join(columns)
    sums = ", ".join(f"sum({column})" for column in columns)
    added = ", ".join(f"{column} = held.{column} + excluded.{column}" for column in columns)
    rest = "".join(f", {name}" for name in key[1:])
    upper = f"SELECT {EVERYWHERE}{rest}, {sums} FROM rolling_delta GROUP BY {', '.join(key[1:])}"
    if table == "evaluation_rollup":
        upper += (
            f" UNION ALL SELECT {EVERYWHERE}, year, 'centre', centre_id::text, {names} "
            "FROM rolling_delta WHERE cut = ''"
        )
    cursor.execute(f"INSERT INTO rolling_delta ({', '.join(key)}, {names}) {upper}")
    cursor.execute(
        f"INSERT INTO {table} AS held ({', '.join(key)}, {names}) "
        # In order, so that the rows of a centre's year are found, and first written, beside one another.
        f"SELECT {', '.join(key)}, {names} FROM rolling_delta ORDER BY {', '.join(key)} "
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {added}"
    )
    if table == "evaluation_rollup":
        cursor.execute(
            "DELETE FROM evaluation_rollup AS held USING rolling_delta AS delta "
            f"WHERE {' AND '.join(f'held.{name} = delta.{name}' for name in key)} "
            "AND delta.counts__people < 0 AND held.counts__people = 0"
        )
    cursor.execute("DROP TABLE rolling_delta")
