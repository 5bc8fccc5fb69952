"""The parts of every figure by cut and value: from the roll-ups where they hold them, else from the records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from operator import itemgetter
from typing import Any

from django.db import connection

from titian.core.memory import asked_once
from titian.evaluation.indicators import WINDOWS
from titian.evaluation.indicators.compiled import (
    always_nought,
    compiled,
    compiled_summands,
    names_of_parts,
    set_of,
    sums_of_months,
    sums_of_people,
)
from titian.evaluation.queries.cohort import (
    DIMENSIONS,
    OF_WHOLE_CLASSES,
    READ_OFF,
    by_each,
    cell_of,
    cohort,
    columns_of,
)
from titian.standards.queries import unemployed_people

Row = dict[str, Any]
Cells = dict[str, dict[str, Row]]
OF_CLASSES = ("packages", "capacity")
DIFFERENT_CLASSES = "realised_packages__numerator"  # in one centre's year the same as packages
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


@lru_cache(maxsize=1)
def registry_fingerprint() -> str:
    """Return what changes when the registry, and so the meaning of stored sums, does."""
    told = [compiled_summands(), compiled("brought", as_of=False), *map(str, READ_OFF.items())]
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
    names, rows = table_of(sql, values)
    return [dict(zip(names, row, strict=True)) for row in rows]


def table_of(sql: str, values: list[Any]) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the names of the columns, and the rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [column.name for column in cursor.description or ()], cursor.fetchall()


def _counted(question: Question, cuts: tuple[str, ...]) -> Cells:
    """Count the records; each is read once for each cut, and only what somebody will read is counted."""
    found: Cells = {cut: {} for cut in cuts}
    start, values = f"WITH {_of(question, cuts)}", _values(question)
    people, classes = (compiled(what, as_of=question.as_of) for what in ("people", "classes"))
    of_classes = needed_of(question, OF_CLASSES)
    columns = [
        f"people.{name}" for name in ("slice_1", "slice_2", *sorted(needed_of(question, names_of_parts())))
    ]
    columns += [f"classes.{name}" if name in of_classes else f"NULL AS {name}" for name in OF_CLASSES]
    joined = f" JOIN ({classes}) AS classes USING (slice_1, slice_2)" if of_classes else ""
    for row in rows_of(f"{start} SELECT {', '.join(columns)} FROM ({people}) AS people{joined}", values):
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
                WHERE centre_id = %s AND year = ANY (%s) AND cut = 'centre' AND NOT codes[1] = ANY (%s)
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
    adding_up = not needed_of(question, _single_parts())
    whole_country = adding_up and found[0]["sees_all"] and found[0]["everywhere"]
    return _Store([EVERYWHERE] if whole_country else centres, not found[0]["stale"])


@lru_cache(maxsize=1)
def _single_parts() -> frozenset[str]:
    return frozenset((*sums_of_people()[1], *OF_CLASSES))


def needed_of(question: Question, names: Iterable[str]) -> set[str]:
    """Return, of these parts, those that somebody will read."""
    if question.needs is None:
        return set(names)
    needs = {*question.needs, *ALWAYS, *(("capacity",) if "fill" in question.needs else ())}
    return {name for name in names if name.split("__")[0] in needs or name in needs}


def _columns_for(question: Question) -> list[str]:
    """Return the stored sums somebody will read."""
    summed = sums_of_people()[0]
    wanted = {summed[name] for name in needed_of(question, summed)}
    return [column for column in set_of(summed) if column in wanted]


def _rolled(question: Question, cuts: tuple[str, ...]) -> Cells | None:
    """Return the cells from the roll-ups; None where they do not hold all that is asked.

    A sum by one thing does not know another, unless both were kept in one family.
    """
    families = _families(question, cuts)
    store = _store_of(question) if families else None
    if families is None or store is None:
        return None
    by_cut = len(question.kept) <= 1 and (
        not question.kept or {*cuts} <= {"", *(name for name, _codes in question.kept)}
    )
    if store.whole_country and by_cut:
        asked, values = _by_cut(
            question, "evaluation_rollup", "codes[1]", _sums(question), store.centres, cuts
        )
    else:
        asked, values = _by_family(question, families)
    wanted = needed_of(question, _single_parts())
    singly = bool(wanted) and by_cut and store.fresh
    if singly:
        singles, more = _singles(question, cuts)
        asked = f"SELECT * FROM ({asked}) AS sums LEFT JOIN ({singles}) AS singles USING (slice_1, slice_2)"
        values += more
    found: Cells = {cut: {} for cut in cuts}
    names, rows = table_of(asked, values)
    place = {name: number for number, name in enumerate(names)}
    read = _Parts(question, place)
    for row in rows:
        cut, code, stored = (
            row[place["slice_1"]],
            row[place["slice_2"]],
            row[place["stored"]] if singly else None,
        )
        if wanted and not _holds(stored, cut, question, wanted):
            return None
        found[cut][code] = read(row, stored, cut)
    return found if any(found.values()) else None


def _families(question: Question, cuts: tuple[str, ...]) -> dict[str, dict[str, str]] | None:
    """Return, by family, the cuts to read there with their values in SQL; None where that is not one family's."""
    anywhere = {"": "''", "centre": "centre_id::text", "year": "year::text"}
    dimensions = {name for name, _codes in question.kept}
    if not dimensions <= READ_OFF.keys() or not {*cuts} <= {*READ_OFF, *anywhere}:
        return None
    narrowed = {READ_OFF[name][0] for name in dimensions}
    home = next(iter(narrowed), READ_OFF[""][0])
    found: dict[str, dict[str, str]] = {}
    for cut in cuts:
        family, value = (home, anywhere[cut]) if cut in anywhere else READ_OFF[cut]
        found.setdefault(family, {})[cut] = value
    return None if narrowed and narrowed | found.keys() != {home} else found


def _by_family(question: Question, families: dict[str, dict[str, str]]) -> tuple[str, list[Any]]:
    """Return the SQL, with its values, of the sums of each cut and value, from the cells of the lower level."""
    kept = "".join(f" AND {READ_OFF[name][1]} = ANY (%s)" for name, _codes in question.kept)
    columns, sums = ", ".join(_columns_for(question)), _sums(question)
    chosen: list[str] = []
    values: list[Any] = []
    for family, cuts in families.items():
        cut, code = cell_of(tuple(cuts))
        grouping = by_each([f"cut_{place}" for place in range(1, len(cuts) + 1)])
        chosen.append(
            f"SELECT {cut} AS slice_1, {code} AS slice_2, {sums} FROM ("
            f"SELECT {columns_of(cuts.values())}, {columns} FROM evaluation_rollup "
            f"WHERE centre_id = ANY (%s) AND year = ANY (%s) AND cut = %s{kept}) AS cell {grouping}"
        )
        values += [
            question.of_centres,
            question.of_years,
            family,
            *(list(codes) for _, codes in question.kept),
        ]
    return " UNION ALL ".join(chosen), values


def _by_cut(
    question: Question, table: str, code: str, sums: str, centres: list[int], cuts: Iterable[str], **more: str
) -> tuple[str, list[Any]]:
    """Return the same of a table that has a row for each cut, added over the centres and years asked about.

    `more` are values of cuts that are not kept under their own name but read off the whole.
    """
    only, codes = next(iter(question.kept), ("", ()))
    elsewhere = {"year": "year::text", **more, **({"": "''"} if only else {})}
    branches = [("cut", code, [cut for cut in cuts if cut not in elsewhere])]
    branches += [(f"'{cut}'", elsewhere[cut], [only]) for cut in cuts if cut in elsewhere]
    chosen: list[str] = []
    values: list[Any] = []
    for cut, value, held in branches:
        chosen.append(
            f"SELECT {cut}::text AS slice_1, {value}::text AS slice_2, {sums} FROM {table} "
            f"WHERE centre_id = ANY (%s) AND year = ANY (%s) AND cut = ANY (%s)"
            f"{f' AND {code} = ANY (%s)' if only else ''} GROUP BY 1, 2"
        )
        values += [centres, question.of_years, held, *([list(codes)] if only else [])]
    return " UNION ALL ".join(chosen), values


def _sums(question: Question) -> str:
    return ", ".join(f"sum({column})::bigint AS {column}" for column in _columns_for(question))


def _singles(question: Question, cuts: tuple[str, ...]) -> tuple[str, list[Any]]:
    """Return the same of what does not add up, with how many stored cells it was made of."""
    sums = [f"min({name}) AS {name}" for name in sums_of_people()[1]]
    sums += [f"sum({name})::bigint AS {name}" for name in OF_CLASSES]
    return _by_cut(
        question, "evaluation_rollupsingle", "code", ", ".join([*sums, "count(*) AS stored"]),
        question.of_centres, cuts, centre="centre_id::text",
    )  # fmt: skip


def _holds(stored: int | None, cut: str, question: Question, wanted: set[str]) -> bool:
    """Say whether what does not add up is right in this cell: a class belongs to one centre and year."""
    if stored is None or stored == 1:
        return stored is not None
    of_classes = {*OF_CLASSES, DIFFERENT_CLASSES}
    return {cut, *(name for name, _codes in question.kept)} <= OF_WHOLE_CLASSES and wanted <= of_classes


class _Parts:
    """Reads a stored row as the records would have told it; its columns stand at these places."""

    def __init__(self, question: Question, place: dict[str, int]) -> None:
        summed = {part: place[column] for part, column in sums_of_people()[0].items() if column in place}
        singles = sums_of_people()[1]
        told = (*summed, *singles, *OF_CLASSES)
        always: dict[str, int | None] = {name: 0 for name in always_nought() if name not in told}
        always[f"{PER_UNEMPLOYED}__denominator"] = question.unemployed
        self.names, self.always = (*told, *always), tuple(always.values())
        self.of_sums = itemgetter(*summed.values())
        self.nothing = [None] * len(singles), [None] * len(OF_CLASSES)
        if "stored" in place:
            self.of_singles = itemgetter(*map(place.__getitem__, singles))
            self.of_classes = itemgetter(*map(place.__getitem__, OF_CLASSES))

    def __call__(self, row: tuple[Any, ...], stored: int | None, cut: str) -> Row:
        singles, classes = self.nothing
        if stored:
            classes = self.of_classes(row)
            singles = self.of_singles(row) if stored == 1 else singles
        parts = dict(zip(self.names, (*self.of_sums(row), *singles, *classes, *self.always), strict=True))
        if stored and cut in OF_WHOLE_CLASSES:
            parts[DIFFERENT_CLASSES] = parts["packages"]
        return parts
