"""Who stands in a round, with which list and which marks: columns, since a round may have very many."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from titian.admissions.models import AdmissionRound, Choice, Exam, RoundClass
from titian.admissions.queries.eligibility import rules_of
from titian.admissions.rules import EntryRules, broken_rules, lives_in
from titian.admissions.scores import BoolArray, Marked
from titian.core.db.bulk import Columns, columns_of, copied_out
from titian.core.memory import asked_once

PEOPLE: Columns = {
    "pk": pl.Int64, "number": pl.String, "disability": pl.Boolean, "document_check__complete": pl.Boolean,
    "person__birth_date": pl.Date, "person__sex": pl.String, "person__regency": pl.String,
    "person__education__rank": pl.Int64, "reads": pl.Boolean, "works": pl.Boolean, "studies": pl.Boolean,
}  # fmt: skip
WISHES: Columns = {"application": pl.Int64, "pk": pl.Int64, "round_class": pl.Int64, "term": pl.Int8}
TESTS = (Exam.WRITTEN, Exam.INTERVIEW)
MARKS: Columns = {
    "choice": pl.Int64,
    **{f"{test}_{name}": kind for test in TESTS for name, kind in zip(
        Marked._fields, (pl.Int32, pl.Int32, pl.Boolean, pl.Int32), strict=True)},
}  # fmt: skip


FACTS = ("born", "sex", "education_rank", "reads", "works", "studies")


class Standing(NamedTuple):
    """The applications that were not withdrawn and their lists.

    `people`, by number: application, number, disability, complete (null while nobody checked the papers), and the
    facts the entry rules read. `wishes`, the best first: row (of its owner in `people`), choice, round_class, place (of
    the class in the round), term.
    """

    people: pl.DataFrame
    wishes: pl.DataFrame


@asked_once
def standing_of(admission_round: AdmissionRound) -> Standing:
    """Return who stands in a round, as far as the acting user sees them."""
    standing = admission_round.applications.standing()
    born = pl.col("person__birth_date").dt
    people = columns_of(standing.order_by("number"), PEOPLE).select(
        pl.row_index("row"),
        pl.col("pk").alias("application"),
        "number",
        "disability",
        pl.col("document_check__complete").alias("complete"),
        (born.year().cast(pl.Int64) * 10_000 + born.month() * 100 + born.day()).alias("born"),
        pl.col("person__sex").alias("sex"),
        pl.col("person__regency").alias("regency"),
        pl.col("person__education__rank").fill_null(0).alias("education_rank"),
        "reads",
        "works",
        "studies",
    )
    ranked = Choice.objects.filter(application__in=standing).order_by("application", "rank")
    places = {one.pk: place for place, one in enumerate(classes_of(admission_round))}
    wishes = (
        columns_of(ranked, WISHES)
        .join(people.select("application", "row"), on="application", maintain_order="left")
        .sort("row", maintain_order=True)
        .select(
            "row",
            pl.col("pk").alias("choice"),
            "round_class",
            pl.col("round_class").replace_strict(places, return_dtype=pl.Int32).alias("place"),
            "term",
        )
    )
    return Standing(people.drop("row"), wishes)


@asked_once
def marks_of(admission_round: AdmissionRound) -> pl.DataFrame:
    """Return the marks in a round, a row a choice, as far as the acting user sees them."""
    return copied_out("SELECT * FROM admissions_marks_in(%s)", [admission_round.pk], MARKS)


@asked_once
def tests_of(admission_round: AdmissionRound) -> dict[Exam, Marked]:
    """Return what the raters said of each wish, in the order of the wishes."""
    wishes = standing_of(admission_round).wishes.select("choice")
    told = wishes.join(marks_of(admission_round), on="choice", how="left", maintain_order="left")
    told = told.fill_null(0).with_columns(pl.selectors.boolean().fill_null(False))
    return {test: Marked(*(told[f"{test}_{name}"].to_numpy() for name in Marked._fields)) for test in TESTS}


@asked_once
def may_enter(admission_round: AdmissionRound) -> BoolArray:
    """Return of each wish whether its owner meets the entry rules of the class."""
    people, wishes = standing_of(admission_round)
    rules = rules_by_class(admission_round)
    distinct = {asked: number for number, asked in enumerate(dict.fromkeys(rules))}
    asked_by_wish = np.array([distinct[one] for one in rules], dtype=np.int64)[wishes["place"].to_numpy()]
    by_rules = np.argsort(asked_by_wish, kind="stable")
    ends = np.searchsorted(asked_by_wish[by_rules], np.arange(len(distinct) + 1))
    facts = {name: people[name].to_numpy() for name in FACTS}
    owner = wishes["row"].to_numpy()
    enters = np.ones(len(wishes), dtype=np.bool_)
    for asked, number in distinct.items():
        rows = by_rules[ends[number] : ends[number + 1]]
        own = {name: column[owner[rows]] for name, column in facts.items()}
        lives_there = _lives_there(people, asked.regions)[owner[rows]]
        enters[rows] = ~np.any(broken_rules(asked, **own, lives_there=lives_there), axis=0)
    return enters


def _lives_there(people: pl.DataFrame, regions: tuple[str, ...]) -> BoolArray:
    homes = people["regency"].unique().drop_nulls()
    within = homes.filter(pl.Series([lives_in(home, regions) for home in homes], dtype=pl.Boolean))
    return people["regency"].is_in(within.implode()).fill_null(False).to_numpy()


@asked_once
def classes_of(admission_round: AdmissionRound) -> list[RoundClass]:
    """Return the classes of a round in its order, each with what its decree says."""
    classes = admission_round.classes.select_related(
        "opening__training_class__programme", "opening__minimum_education"
    )
    return list(classes.order_by("position"))


def rules_by_class(admission_round: AdmissionRound) -> list[EntryRules]:
    """Return the entry rules of each class of a round."""
    return rules_of([one.opening for one in classes_of(admission_round)])
