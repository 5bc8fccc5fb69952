"""The sample year, from its workbooks to its figures."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from engines.disclosure import attack
from titian.accounts.actions import system_actor
from titian.evaluation.actions import fold_touched, publish_public_tables
from titian.evaluation.document import FigureState
from titian.evaluation.queries.evaluate import evaluate
from titian.evaluation.queries.public import public_tables, unprotected_tables
from titian.evaluation.serialise import to_data
from titian.network.queries import organisation_by_name
from titian.seeds.actions import build_demo_world

EXPECTED = json.loads((Path(__file__).parents[2] / "examples" / "rosters-2022" / "expected.json").read_text())
MEETING = date(2022, 12, 21)


def without(rows, name):
    return [{key: value for key, value in row.items() if key != name} for row in rows]


@pytest.mark.timeout(600)  # the whole demo world, on a machine that may be busy
@pytest.mark.django_db
def test_the_sample_year_is_counted_as_expected_and_published_safely(tmp_path, settings):
    settings.HOME = tmp_path
    build_demo_world()
    fold_touched()
    actor, centre = system_actor("shell"), organisation_by_name("BPVP Banyuwangi")

    evaluation = evaluate(centre, 2022, user=actor)
    data = to_data(evaluation)
    counted = {code: {k: v for k, v in counts.items() if v} for code, counts in data["channels"].items()}
    assert counted == EXPECTED["channels"]
    assert (data["seats"], data["distinct_people"]) == (EXPECTED["seats"], EXPECTED["distinct_people"])
    assert data["by_regency"] == EXPECTED["by_regency"]
    assert without(data["held"], "row") == EXPECTED["held"]
    assert without(data["repeated"], "row") == EXPECTED["repeated"]
    assert all(note.row for note in (*evaluation.held, *evaluation.repeated))
    assert [row.people_reached for row in evaluation.targets] == [True] * 4

    then = evaluate(centre, 2022, as_of=MEETING, user=actor)
    assert then.figure("placed_3_graduates").state is FigureState.KNOWN
    closed = [
        part.figure(f"placed_{months}_{people}")
        for part in (then, *then.by_channel, *then.by_regency_figures)
        for months in (6, 12)
        for people in ("graduates", "enrolled")
    ]
    assert {(figure.state, figure.value) for figure in closed} == {(FigureState.TOO_YOUNG, None)}
    assert then.total.job_employee < evaluation.total.job_employee

    publish_public_tables(centre, 2022, actor=actor)
    views = public_tables(centre, 2022)
    true = [table.counts for table in unprotected_tables(centre, 2022, on=views[0].as_of)]
    hidden = [np.array([[value is None for value in row] for row in view.values]) for view in views]
    bounds = attack(true, hidden)
    small = [(table > 0) & (table < 5) for table in true]
    assert sum(cells.sum() for cells in small) > 0
    assert all((high[cells] >= 5 - 1e-6).all() for cells, high in zip(small, bounds.high, strict=True))
