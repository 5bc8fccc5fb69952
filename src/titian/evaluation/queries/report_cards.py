"""What happens in each regency beside its people: classes held there, and rows that wait."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from titian.evaluation.document import Evaluation
from titian.evaluation.queries.evaluate import classes_of
from titian.network.models import Organisation


class Local(NamedTuple):
    classes: int
    held: int


def local_by_regency(centre: Organisation, evaluation: Evaluation) -> dict[str, Local]:
    """Return, by regency of the organiser, the classes of the year and their rows that were held."""
    where = {one.code: one.region for one in classes_of(centre, evaluation.year)}
    classes = Counter(region or "" for region in where.values())
    held = Counter(where.get(row.package) or "" for row in evaluation.held)
    return {code: Local(classes[code], held[code]) for code in {*classes, *held}}
