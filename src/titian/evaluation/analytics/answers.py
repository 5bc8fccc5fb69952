"""The same cells as the pages', counted by an engine from the exported records."""

from __future__ import annotations

from collections.abc import Iterable

import sqlglot
from sqlglot import expressions as sge

from titian.evaluation.analytics.engine import RECORDS, Engine, Row
from titian.evaluation.indicators.compiled import compiled, names_of_parts, sums_of_people
from titian.evaluation.indicators.table import SLICES
from titian.evaluation.queries.cells import OF_CLASSES, Cells, Question, needed_of
from titian.evaluation.queries.cohort import DIMENSIONS

IN_SQLGLOT = {"postgres": "postgres", "duckdb": "duckdb", "pyspark": "spark"}


def analysed(engine: Engine, question: Question, cuts: Iterable[str]) -> Cells:
    """Return the parts of every value of each cut, by the registry's own expressions; what nobody needs is left out."""
    wanted = tuple(cuts)
    cohort = _cohort(engine, question, wanted)
    found: Cells = {cut: {} for cut in wanted}
    parts = needed_of(question, names_of_parts())
    summed = parts & sums_of_people()[0].keys()
    for row in _rows(engine, question, cohort, "people", parts):
        # Spark counts by SUM, which is null of nulls alone.
        told = row | {part: row[part] or 0 for part in summed}
        found[row["slice_1"]][row["slice_2"]] = told | dict.fromkeys(OF_CLASSES)
    if of_classes := needed_of(question, OF_CLASSES):
        for row in _rows(engine, question, cohort, "classes", of_classes):
            found[row["slice_1"]][row["slice_2"]].update({name: row[name] for name in of_classes})
    return found


def _rows(engine: Engine, question: Question, cohort: str, what: str, parts: set[str]) -> list[Row]:
    columns = ", ".join((*SLICES, *sorted(parts)))
    answer = compiled(what, as_of=question.as_of, dialect=engine.dialect)
    return engine.rows(f"WITH cohort AS ({cohort}) SELECT {columns} FROM ({answer}) AS answer")


def _cohort(engine: Engine, question: Question, cuts: tuple[str, ...]) -> str:
    """Return the records once for each cut, in the engine's dialect; values are literals, never pasted text."""
    unemployed = "NULL" if question.unemployed is None else str(int(question.unemployed))
    kept = " AND ".join(
        [
            _among("p.centre_id", list(question.of_centres)),
            _among("p.year", list(question.of_years)),
            *(_among(DIMENSIONS[dimension], list(codes)) for dimension, codes in question.kept),
        ]
    )
    each = [
        f"SELECT p.*, {_text(cut)} AS slice_1, {DIMENSIONS[cut]} AS slice_2, "
        f"CAST({_text(question.observed_on.isoformat())} AS date) AS observed_on, "
        f"CAST({unemployed} AS bigint) AS unemployed FROM {RECORDS} AS p WHERE {kept}"
        for cut in cuts
    ]
    (told,) = sqlglot.transpile(" UNION ALL ".join(each), read="postgres", write=IN_SQLGLOT[engine.dialect])
    return told


def _among(column: str, values: list[int] | list[str]) -> str:
    if not values:
        return "false"
    told = ", ".join(str(int(one)) if isinstance(one, int) else _text(one) for one in values)
    return f"{column} IN ({told})"


def _text(value: str) -> str:
    return sge.Literal.string(value).sql("postgres")
