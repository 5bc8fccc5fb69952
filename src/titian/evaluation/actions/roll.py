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
    compiled_differences,
    compiled_facts,
    compiled_summands,
    facts,
    set_of,
    sums_of_months,
    sums_of_people,
)
from titian.evaluation.queries.cells import DIFFERENT_CLASSES, EVERYWHERE, OF_CLASSES, registry_fingerprint
from titian.evaluation.queries.cohort import (
    FAMILIES,
    KEPT,
    READ_OFF,
    ROLLED,
    both_sides,
    by_each,
    cell_of,
    columns_of,
    families_of,
    once,
)

REFRESHED_AT_ONCE = (
    4  # centre-years whose medians are counted anew while folding; the others wait for the job
)
RECORDS_A_STATEMENT = 50_000  # of whole centre-years: planning a long statement costs more than a small one
OF_BLOCKS = "(p.centre_id, p.year) IN (SELECT * FROM unnest(%s::bigint[], %s::int[]))"
TOUCHED = "p.enrolment_id = ANY (%s)"
SUMS = ("evaluation_rollup", "evaluation_rollupmonths")
KEYS = {
    "evaluation_rollup": ("centre_id", "year", "cut", "codes"),
    "evaluation_rollupmonths": ("centre_id", "year"),
}
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
    """Make all roll-ups from scratch, some centre-years at a time, so that memory does not grow with the nation."""
    for table in ("rollup", "rollupmonths", "rollupsingle", "rollupstate", "staleblock"):
        cursor.execute(f"DELETE FROM evaluation_{table}")
    cursor.execute("SET LOCAL work_mem = '128MB'")
    cursor.execute(
        "SELECT centre_id, year, count(*) FROM evaluation_participation GROUP BY 1, 2 ORDER BY 1, 2"
    )
    for centres, years in _in_parts(cursor.fetchall()):
        cursor.execute(
            f"""
            CREATE TEMP TABLE rolling_moved ON COMMIT DROP AS
            WITH {once(KEPT, where=OF_BLOCKS)}, sides AS ({compiled_summands()})
            SELECT centre_id, year, {", ".join(_all_columns())}, {families_of("slice_2")} FROM sides
            """,
            [today, centres, years],
        )
        for table in SUMS:
            cursor.execute(_insertion(table, _cells_of_moved(table)))
        cursor.execute("DROP TABLE rolling_moved")
        cursor.execute(_recount(), [today, centres, years])
    for table in SUMS:
        cursor.execute(_insertion(table, _of_everywhere(table, table)))
    cursor.execute(
        "INSERT INTO evaluation_rollupstate (single, rolled_on, registry) VALUES (true, %s, %s)",
        [today, registry_fingerprint()],
    )


def refresh_stale(cursor: CursorWrapper, *, today: date, most: int | None = None) -> int:
    """Count anew what does not add up of stale centre-years, unless they are more than `most`; return how many."""
    # Asked alone: with the records of each counted beside it, each fold paid for all that wait for the job.
    cursor.execute("SELECT count(*) FROM evaluation_staleblock")
    (found,) = cursor.fetchone()
    if not found or (most is not None and found > most):
        return 0
    cursor.execute(
        "SELECT centre_id, year, (SELECT count(*) FROM evaluation_participation p"
        " WHERE p.centre_id = stale.centre_id AND p.year = stale.year)"
        " FROM evaluation_staleblock stale ORDER BY centre_id, year"
    )
    stale = cursor.fetchall()
    for centres, years in _in_parts(stale):
        cursor.execute(f"DELETE FROM evaluation_rollupsingle p WHERE {OF_BLOCKS}", [centres, years])
        cursor.execute(_recount(), [today, centres, years])
    cursor.execute("DELETE FROM evaluation_staleblock")
    return len(stale)


def _in_parts(blocks: list[tuple[int, int, int]]) -> Iterator[tuple[list[int], list[int]]]:
    """Divide centre-years with their numbers of records into parts of a bearable size."""
    held: list[tuple[int, int]] = []
    records = 0
    for centre, year, count in blocks:
        if held and records + count > RECORDS_A_STATEMENT:
            yield [one for one, _year in held], [one for _centre, one in held]
            held, records = [], 0
        held.append((centre, year))
        records += count
    if held:
        yield [one for one, _year in held], [one for _centre, one in held]


@lru_cache(maxsize=1)
def _recount() -> str:
    """Medians and different values of each cell; a class counts once in it, however many sit there."""
    counted = {
        name: f"percentile_cont(0.5) WITHIN GROUP (ORDER BY {name})"
        if of == "double precision"
        else f"count(DISTINCT {name})"
        for name, of in sums_of_people()[1].items()
        if name != DIFFERENT_CLASSES
    }
    kept = (*counted, DIFFERENT_CLASSES, *OF_CLASSES)
    cuts = [f"cut_{place}" for place in range(1, len(ROLLED) + 1)]
    cut, code = cell_of(ROLLED)
    # Materialized: counted once, whatever is thought of the sizes of tables that nothing has analysed yet.
    return f"""
        WITH {once(ROLLED, where=OF_BLOCKS)}, brought AS ({compiled("brought", as_of=False)}),
        record AS MATERIALIZED (
            SELECT *, {columns_of(f"(slice_2)[{place}]" for place in range(1, len(ROLLED) + 1))} FROM brought
        ),
        counted AS MATERIALIZED (
            SELECT centre_id, year, {cut} AS cut, {code} AS code,
                {", ".join(f"{sql} AS {name}" for name, sql in counted.items())}
            FROM record {by_each(cuts, "centre_id", "year")}
        ),
        class AS MATERIALIZED (
            SELECT centre_id, year, {cut} AS cut, {code} AS code, max(capacity) AS capacity
            FROM record {by_each(cuts, "centre_id", "year", "class_id")}
        ),
        classes AS MATERIALIZED (
            SELECT centre_id, year, cut, code, count(*) AS packages, sum(capacity) AS capacity
            FROM class GROUP BY centre_id, year, cut, code
        )
        INSERT INTO evaluation_rollupsingle (centre_id, year, cut, code, {", ".join(kept)})
        SELECT centre_id, year, cut, code, {", ".join((*counted, "packages", *OF_CLASSES))}
        FROM counted JOIN classes USING (centre_id, year, cut, code)
        ORDER BY centre_id, year, cut, code
    """


def _columns_of(table: str) -> tuple[str, ...]:
    return set_of(sums_of_people()[0] if table == "evaluation_rollup" else sums_of_months())


def _all_columns() -> tuple[str, ...]:
    """Return each sum once: the months of some windows stand in both tables."""
    return tuple(dict.fromkeys(column for table in SUMS for column in _columns_of(table)))


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
    # Kept by the connection, so that the plan of what is asked of it is kept as well.
    cursor.execute(
        "CREATE TEMP TABLE IF NOT EXISTS rolling_before (LIKE evaluation_participation) ON COMMIT DELETE ROWS"
    )
    cursor.execute("DELETE FROM rolling_before")
    cursor.execute(
        f"INSERT INTO rolling_before SELECT p.* FROM evaluation_participation p WHERE {TOUCHED}", [moved]
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
    """Add the records as they are and subtract them as they were; a cell that nobody is left in goes."""
    # Planned once a connection: for a lone record planning takes 20 ms, and adding 3; many have no other plan.
    cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    cursor.execute(_adding(), [today, moved, former])
    emptied = [pk for (pk,) in cursor.fetchall()]
    cursor.execute("SET LOCAL plan_cache_mode = auto")
    if emptied:
        cursor.execute("DELETE FROM evaluation_rollup WHERE id = ANY (%s)", [emptied])


@lru_cache(maxsize=1)
def _adding() -> str:
    """Return one statement: tables in between, each as wide as the sums, cost a lone record more than the adding."""
    deltas = {table: f"{table}_delta" for table in SUMS}
    cells = ", ".join(
        f"{delta} AS MATERIALIZED ({_cells_of_moved(table)} HAVING "
        f"{' OR '.join(f'sum({column}) <> 0' for column in _columns_of(table))})"
        for table, delta in deltas.items()
    )
    return f"""
        WITH {_moved()}, {cells},
        stale AS (
            INSERT INTO evaluation_staleblock (centre_id, year)
            SELECT DISTINCT centre_id, year FROM rolling_moved WHERE otherwise ON CONFLICT DO NOTHING
        ),
        months AS ({_addition(SUMS[1], deltas[SUMS[1]])}),
        sums AS ({_addition(SUMS[0], deltas[SUMS[0]])} RETURNING held.id, held.counts__people)
        SELECT id FROM sums WHERE counts__people = 0
    """


def _moved() -> str:
    """Return the SQL of `rolling_moved`: what each record adds to every sum now and did not before, where it differs.

    A record that went from one cell of a cut to another stands there twice, once added and once subtracted.
    `otherwise`: it also brings something else than before to what does not add up. Parameters: those of `both_sides`.
    """
    brought = ("capacity", *sums_of_people()[1])
    asked = tuple(facts().values())
    now, before = (
        ", ".join(f"{side}.{column}" for column in (*asked, *brought)) for side in ("now", "before")
    )
    otherwise_now, otherwise_before = (
        ", ".join(f"{side}.{column}" for column in ("enrolment_id", *brought)) for side in ("now", "before")
    )
    both = ", ".join(f"{side}.{fact} AS {side}_{fact}" for side in ("now", "before") for fact in asked)
    same = " AND ".join(
        f"now.{key} = before.{key}" for key in ("enrolment_id", "centre_id", "year", "slice_2")
    )
    return f"""
        {both_sides(KEPT, before="rolling_before", where=TOUCHED)},
        facts AS MATERIALIZED ({compiled_facts()}),
        pairs AS (
            SELECT coalesce(now.centre_id, before.centre_id) AS centre_id, coalesce(now.year, before.year) AS year,
                ({otherwise_now}) IS DISTINCT FROM ({otherwise_before}) AS otherwise,
                {families_of("coalesce(now.slice_2, before.slice_2)")},
                now.enrolment_id IS NOT NULL AS is_now, before.enrolment_id IS NOT NULL AS is_before, {both}
            FROM (SELECT * FROM facts WHERE slice_1 = 'now') AS now
            FULL JOIN (SELECT * FROM facts WHERE slice_1 = 'before') AS before ON {same}
            WHERE now.enrolment_id IS NULL OR before.enrolment_id IS NULL OR ({now}) IS DISTINCT FROM ({before})
        ),
        rolling_moved AS MATERIALIZED ({compiled_differences("centre_id", "year", "otherwise", *FAMILIES)})
    """


def _cells_of_moved(table: str) -> str:
    """Return the SQL that sums `rolling_moved` by the cells of the lower level."""
    sums = ", ".join(f"sum({column})::integer AS {column}" for column in _columns_of(table))
    if table == "evaluation_rollupmonths":
        return f"SELECT centre_id, year, {sums} FROM rolling_moved GROUP BY centre_id, year"
    family, codes = cell_of(tuple(FAMILIES), tuple(FAMILIES))
    return (
        f"SELECT centre_id, year, {sums}, {family} AS cut, {codes} AS codes "
        f"FROM rolling_moved {by_each(FAMILIES, 'centre_id', 'year')}"
    )


def _of_everywhere(table: str, cells: str) -> str:
    """Return the SQL that sums such cells by those of the upper level, a row for each cut and each centre."""
    columns = _columns_of(table)
    sums = ", ".join(f"sum({column})::integer AS {column}" for column in columns)
    if table == "evaluation_rollupmonths":
        return f"SELECT {EVERYWHERE}, year, {sums} FROM {cells} GROUP BY year"
    # These two have many values in a class's cells; without them a few dozen sums are left to take the others from.
    fine = {"programme": READ_OFF["programme"][1], "centre": "centre_id::text"}
    of_class = READ_OFF[""][0]
    coarse = (
        f"SELECT year, cut, CASE cut WHEN '{of_class}' THEN codes[1:3] ELSE codes END AS codes, {sums} "
        f"FROM {cells} GROUP BY 1, 2, 3"
    )
    chosen = [(cells, of_class, fine)]
    for family in FAMILIES:
        others = {cut: sql for cut, (of, sql) in READ_OFF.items() if of == family and cut not in fine}
        chosen.append(("coarse", family, others))
    branches = []
    for source, family, values in chosen:
        cuts = [f"cut_{place}" for place in range(1, len(values) + 1)]
        cut, code = cell_of(tuple(values))
        branches.append(
            f"SELECT {EVERYWHERE}, year, {sums}, {cut}, ARRAY[{code}] FROM ("
            f"SELECT year, {', '.join(columns)}, {columns_of(values.values())} FROM {source} "
            f"WHERE cut = '{family}') AS lower {by_each(cuts, 'year')}"
        )
    return f"WITH coarse AS MATERIALIZED ({coarse}) {' UNION ALL '.join(branches)}"


def _addition(table: str, delta: str) -> str:
    """Return the SQL that adds the cells of `delta`, and those of the upper level summed of them, to what is held."""
    added = ", ".join(f"{column} = held.{column} + excluded.{column}" for column in _columns_of(table))
    rows = f"SELECT * FROM {delta} UNION ALL SELECT * FROM ({_of_everywhere(table, delta)}) AS everywhere"
    return f"{_insertion(table, rows)} ON CONFLICT ({', '.join(KEYS[table])}) DO UPDATE SET {added}"


def _insertion(table: str, rows: str) -> str:
    """Return the SQL that writes rows in order, so that a centre's year is first written, and found, in one place."""
    key = KEYS[table]
    names = ", ".join((*key[:2], *_columns_of(table), *key[2:]))
    return (
        f"INSERT INTO {table} AS held ({names}) SELECT * FROM ({rows}) AS fresh ({names}) "
        f"ORDER BY {', '.join(key[:3])}"
    )
