"""The parts of every figure by cut and value: from the roll-ups where they hold them, else from the records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any

from django.db import connection

from titian.core.memory import asked_once
from titian.evaluation.indicators import REGISTRY, WINDOWS
from titian.evaluation.indicators.compiled import compiled, set_of, sums_of_months, sums_of_people
from titian.evaluation.indicators.measures import Median, Share
from titian.evaluation.queries.cohort import DIMENSIONS, OF_WHOLE_CLASSES, ROLLED, cohort
from titian.standards.queries import unemployed_people

Row = dict[str, Any]
Cells = dict[str, dict[str, Row]]
OF_CLASSES = ("packages", "capacity")
PER_UNEMPLOYED = "seats_per_1000_unemployed"
# Every answer says how many people it is of, and a window is open or closed for all of them.
ALWAYS = frozenset({"counts__people", *(f"placed_{months}_enrolled" for months in WINDOWS)})
EVERYWHERE = 0  # the centre under which the sums of the whole country stand


@dataclass(frozen=True)
class Question:
    """Whose records, on which day they are read, and whether later facts are taken away.

    `kept` narrows by dimensions, each to some of its values; `centres` and `years` widen to several. `needs`
    names the indicators somebody will read, None all.
    """

    centre_id: int
    year: int
    observed_on: date
    as_of: bool
    home_province: str | None
    centres: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    kept: tuple[tuple[str, tuple[str, ...]], ...] = ()
    needs: frozenset[str] | None = None

    @property
    def of_centres(self) -> list[int]:
        return list(self.centres or (self.centre_id,))

    @property
    def of_years(self) -> list[int]:
        return list(self.years or (self.year,))

    @cached_property
    def unemployed(self) -> int | None:
        if self.home_province is None or (self.needs is not None and PER_UNEMPLOYED not in self.needs):
            return None
        return unemployed_people(self.home_province, self.year)


def registry_fingerprint() -> str:
    """Return what changes when the registry, and so the meaning of stored sums, does."""
    told = [compiled(what, as_of=False) for what in ("rolled_people", "rolled_months", "brought")]
    return sha256("".join(told).encode()).hexdigest()


def cells_of(question: Question, cuts: Iterable[str]) -> Cells:
    """Return the parts of every value of each cut, in the order of the codes; nobody's cell is absent."""
    wanted = tuple(cuts)
    found = _rolled(question, wanted) or _counted(question, wanted)
    # neither way of counting promises an order, and pages show what has no other in this one
    return {cut: dict(sorted(rows.items())) for cut, rows in found.items()}


def months_of(question: Question) -> Row:
    """Return the parts by month since class end of everybody asked about."""
    if not question.kept and (stored := _store_of(question)):
        columns = set_of(sums_of_months())
        sums = ", ".join(f"sum({column})::bigint AS {column}" for column in columns)
        (row,) = rows_of(
            f"SELECT {sums} FROM evaluation_rollupmonths WHERE centre_id = ANY (%s) AND year = ANY (%s)",
            [stored.centres, question.of_years],
        )
        if row[columns[0]] is not None:
            return {part: row[column] for part, column in sums_of_months().items()}
    (row,) = rows_of(
        f"WITH {_of(question, ('',))} SELECT * FROM ({compiled('months', as_of=question.as_of)}) AS answer",
        _values(question),
    )
    return row


def rows_of(sql: str, values: list[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _counted(question: Question, cuts: tuple[str, ...]) -> Cells:
    """Count the records; each is read once for each cut."""
    found: Cells = {cut: {} for cut in cuts}
    start, values = f"WITH {_of(question, cuts)}", _values(question)
    people, classes = (compiled(what, as_of=question.as_of) for what in ("people", "classes"))
    columns = ", ".join(f"classes.{name}" for name in OF_CLASSES)
    for row in rows_of(
        f"{start} SELECT people.*, {columns} FROM ({people}) AS people"
        f" JOIN ({classes}) AS classes USING (slice_1, slice_2)",
        values,
    ):
        found[row["slice_1"]][row["slice_2"]] = row
    return found


def _of(question: Question, cuts: tuple[str, ...]) -> str:
    kept = "".join(f" AND {DIMENSIONS[dimension]} = ANY (%s)" for dimension, _values in question.kept)
    return cohort(cuts, where=f"p.centre_id = ANY (%s) AND p.year = ANY (%s){kept}")


def _values(question: Question) -> list[Any]:
    return [
        question.observed_on,
        question.unemployed,
        question.of_centres,
        question.of_years,
        *(list(codes) for _dimension, codes in question.kept),
    ]


@dataclass(frozen=True)
class _Store:
    """Under which centres the sums stand, and whether what does not add up is of today."""

    centres: list[int]
    fresh: bool

    @property
    def whole_country(self) -> bool:
        return self.centres == [EVERYWHERE]


@asked_once
def _store_of(question: Question) -> _Store | None:
    """Return where the sums of these centres stand; None where they are of another day or not this reader's."""
    if question.as_of:
        return None
    centres, years = question.of_centres, question.of_years
    found = rows_of(
        """
        SELECT (SELECT app_sees_all()) AS sees_all,
            %s::bigint[] <@ (SELECT app_organisations())::bigint[] AS sees_these,
            EXISTS (SELECT FROM evaluation_staleblock WHERE centre_id = ANY (%s) AND year = ANY (%s)) AS stale,
            NOT EXISTS (
                SELECT FROM evaluation_rollup
                WHERE centre_id = %s AND year = ANY (%s) AND cut = 'centre' AND NOT code = ANY (%s)
            ) AS everywhere
        FROM evaluation_rollupstate WHERE rolled_on = %s AND registry = %s
        """,
        [
            centres, centres, years, EVERYWHERE, years, list(map(str, centres)),
            question.observed_on, registry_fingerprint(),
        ],
    )  # fmt: skip
    if not found or not (found[0]["sees_all"] or found[0]["sees_these"]):
        return None
    adding_up = not _needed_of(question, _single_parts())
    whole_country = adding_up and found[0]["sees_all"] and found[0]["everywhere"]
    return _Store([EVERYWHERE] if whole_country else centres, not found[0]["stale"])


@lru_cache(maxsize=1)
def _single_parts() -> frozenset[str]:
    return frozenset((*sums_of_people()[1], *OF_CLASSES))


def _needed_of(question: Question, names: Iterable[str]) -> set[str]:
    """Return, of these parts, those that somebody will read."""
    if question.needs is None:
        return set(names)
    needs = {*question.needs, *ALWAYS, *(("capacity",) if "fill" in question.needs else ())}
    return {name for name in names if name.split("__")[0] in needs or name in needs}


def _columns_for(question: Question) -> list[str]:
    """Return the stored sums somebody will read."""
    summed = sums_of_people()[0]
    wanted = {summed[name] for name in _needed_of(question, summed)}
    return [column for column in set_of(summed) if column in wanted]


def _rolled(question: Question, cuts: tuple[str, ...]) -> Cells | None:
    """Return the cells from the roll-ups; None where they do not hold all that is asked.

    A sum by one thing does not know another: a question narrowed by one is answered for that one alone.
    """
    narrowed = dict(question.kept)
    asked = {cut for cut in cuts if cut not in ("", "centre", "year")}
    if not asked <= set(ROLLED) or len(narrowed) > 1 or (narrowed and not asked <= set(narrowed)):
        return None
    if narrowed and (asked != set(cuts) - {""} or next(iter(narrowed)) not in ROLLED):
        return None
    store = _store_of(question)
    if store is None:
        return None
    found: Cells = {cut: {} for cut in cuts}
    for row in _gathered(question, store, cuts, narrowed):
        if not _holds(row, question, store):
            return None
        found[row["slice_1"]][row["slice_2"]] = _parts(row, question)
    return found if any(found.values()) else None


def _gathered(
    question: Question, store: _Store, cuts: tuple[str, ...], narrowed: dict[str, tuple[str, ...]]
) -> list[Row]:
    """Return the sums of each cut and value, with how many stored cells they were made of."""
    columns, scope = _columns_for(question), "centre_id = ANY (%s) AND year = ANY (%s)"
    scoped: list[Any] = [store.centres, question.of_years]
    if (
        len(store.centres) == len(question.of_years) == 1
        and not narrowed
        and not {"centre", "year"} & set(cuts)
    ):
        single = ", ".join([*columns, *sorted(_single_parts())])
        return rows_of(
            f"SELECT cut AS slice_1, code AS slice_2, 1 AS stored, {single} "
            f"FROM evaluation_rollup WHERE {scope} AND cut = ANY (%s)",
            [*scoped, list(cuts)],
        )
    chosen: list[str] = []
    values: list[Any] = []
    (only, codes) = next(iter(narrowed.items()), ("", ()))
    plain = [cut for cut in cuts if cut not in ("centre", "year") and (cut or not narrowed)]
    sums = _sums(columns)
    if plain:
        held = f"{scope} AND cut = ANY (%s)" + (" AND code = ANY (%s)" if narrowed else "")
        chosen.append(_choice("cut", "code", sums, held))
        values += [*scoped, plain, *([list(codes)] if narrowed else [])]
    if "" in cuts and narrowed:
        chosen.append(_choice("''", "''", sums, f"{scope} AND cut = %s AND code = ANY (%s)"))
        values += [*scoped, only, list(codes)]
    if "centre" in cuts:
        national = store.whole_country
        value = "code" if national else "centre_id::text"
        chosen.append(_choice("'centre'", value, sums, f"{scope} AND cut = %s"))
        values += [*scoped, "centre" if national else ""]
    if "year" in cuts:
        chosen.append(_choice("'year'", "year::text", sums, f"{scope} AND cut = ''"))
        values += scoped
    return rows_of(" UNION ALL ".join(chosen), values)


def _choice(cut: str, value: str, sums: str, where: str) -> str:
    return (
        f"SELECT {cut}::text AS slice_1, {value}::text AS slice_2, {sums} "
        f"FROM evaluation_rollup WHERE {where} GROUP BY 1, 2"
    )


def _sums(columns: list[str]) -> str:
    sums = [f"sum({column})::bigint AS {column}" for column in columns]
    sums += [f"min({name}) AS {name}" for name in sums_of_people()[1]]
    sums += [
        f"CASE WHEN count(*) = count({name}) THEN sum({name})::bigint END AS {name}" for name in OF_CLASSES
    ]
    return ", ".join([*sums, "count(*) AS stored"])


def _holds(row: Row, question: Question, store: _Store) -> bool:
    """Say whether what does not add up is right in this row, or nobody needs it."""
    wanted = _needed_of(question, _single_parts())
    if not wanted or (store.fresh and row["stored"] == 1 and not store.whole_country):
        return True
    of_classes = {*OF_CLASSES, "realised_packages__numerator"}
    return store.fresh and row["slice_1"] in OF_WHOLE_CLASSES and wanted <= of_classes


def _parts(row: Row, question: Question) -> Row:
    """Return a row as the records would have told it; a class belongs to one centre and year."""
    parts = {part: row[column] for part, column in sums_of_people()[0].items() if column in row}
    alone = row["stored"] == 1
    parts.update({name: row[name] if alone else None for name in sums_of_people()[1]})
    parts.update({name: row[name] for name in OF_CLASSES})
    if not alone and row["slice_1"] in OF_WHOLE_CLASSES:
        parts["realised_packages__numerator"] = row["packages"]
    return {**_without_window(), **parts, "seats_per_1000_unemployed__denominator": question.unemployed}


@lru_cache(maxsize=1)
def _without_window() -> Row:
    """Parts that are nought for every figure without a window; the registry writes them as a plain 0."""
    names = [f"{row.code}__too_young" for row in REGISTRY if isinstance(row.measure, Share | Median)]
    return {name: 0 for name in names if name not in sums_of_people()[0]}
