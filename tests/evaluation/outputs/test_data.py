from __future__ import annotations

import json
from datetime import date

from factories.evaluation import example_evaluation
from titian.evaluation.serialise import to_data, to_json


def test_the_counts_of_the_sample_year_are_there_as_numbers() -> None:
    data = json.loads(to_json(example_evaluation(as_of=date(2022, 12, 21))))
    assert data["channels"]["industry"] == {
        "people": 182,
        "packages": 12,
        "passed": 182,
        "assessed": 171,
        "competent": 155,
        "job_employee": 182,
        "job_own_account": 0,
        "job_casual": 0,
        "job_none": 0,
        "disability": 3,
        "female": 89,
        "covered": 182,
    }
    assert (data["seats"], data["distinct_people"], data["as_of"]) == (3270, 3177, "2022-12-21")
    assert data["by_regency"]["35.10"] == 1292


def test_held_rows_say_sheet_package_row_and_code() -> None:
    assert to_data(example_evaluation())["held"][0] == {
        "sheet": "INST-001 Pembuatan Roti dan Kue",
        "package": "INST-001",
        "row": 8,
        "code": "nik_length",
    }


def test_a_figure_too_young_is_null_with_its_state() -> None:
    figure = to_data(example_evaluation())["indicators"]["placed_12_graduates"]
    assert (figure["state"], figure["value"], figure["too_young"]) == ("too_young", None, 3270)


def test_every_figure_names_its_parts() -> None:
    data = json.loads(to_json(example_evaluation()))
    shares = [row["share"] for row in data["placement_by_kind"]]
    assert shares
    for figure in (
        *shares,
        *data["indicators"].values(),
        *data["indicators_by"]["regency"]["35.10"].values(),
    ):
        assert {"state", "value", "denominator", "missing"} <= figure.keys()
