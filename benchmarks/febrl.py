"""The public FEBRL files without their national number: are we as right as splink on the same columns?

They are small (1,000 to 5,000 records), so what counts here is F1; the seconds stand beside it. The files are looked
for in ../shared/data/linkage, or where TITIAN_FEBRL points.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as cl

from benchmarks._febrl import columns_of, fields_of
from benchmarks.database import ROOT
from benchmarks.linkage import Labels, measured
from benchmarks.measuring import seconds
from benchmarks.report import Figure, Report
from engines.linkage import Field, Key, fit, groups, link

LIBRARIES = ("splink", "duckdb", "numba")
FOLDER = Path(os.environ.get("TITIAN_FEBRL", ROOT.parent / "shared" / "data" / "linkage"))
COMMON = ("name", "street", "place", "suburb")  # a rare value says more than a common one, to both sides
SEED = 1
WANTED = 0.95


def run(size: str) -> Report:
    question = "Do we find the duplicates of the FEBRL files as well as splink?"
    if not FOLDER.is_dir():
        return Report(question, {}, skipped="the public FEBRL files are not beside the repository")
    figures, rows_read = [], {}
    for number in (1, 2, 3):
        with (FOLDER / f"dataset{number}.csv").open() as file:
            rows = list(csv.DictReader(file, skipinitialspace=True))
        rows_read[f"dataset{number}"] = len(rows)
        columns = columns_of(rows)
        truth = np.array([int(row["rec_id"].split("-")[1]) for row in rows])
        fields, keys = fields_of(columns)
        measured(_ours, (fields, keys), truth)  # compiles once; the next run reads the compiled loops
        mine, other = measured(_ours, (fields, keys), truth), measured(_splink, _table(columns), truth)
        sort = seconds(lambda keys=keys: [np.sort(key.values) for key in keys])  # type: ignore[misc]
        figures.append(
            Figure(
                f"FEBRL {number}: F1 {mine['f1']}, splink {other['f1']}", mine["cpu_seconds"],
                "splink on the same columns", other["cpu_seconds"], "sorting the blocking keys", sort,
                "CPU seconds of one run each", f"F1 no lower than splink's and at least {WANTED}",
                mine["f1"] >= max(other["f1"], WANTED), {"ours": mine, "splink": other},
            )
        )  # fmt: skip
    return Report(question, rows_read, tuple(figures))


def _ours(given: tuple[list[Field], list[Key]]) -> Labels:
    fields, keys = given
    found = link(fields, keys, fit(fields, keys, seed=SEED, by_frequency=COMMON))
    return groups(len(fields[0].values), found.left, found.right)


def _table(columns: dict[str, list[str]]) -> pa.Table:
    told: dict[str, Any] = {title: [value or None for value in values] for title, values in columns.items()}
    return pa.table({"unique_id": list(range(len(columns["name"]))), **told})


def _splink(table: pa.Table) -> Labels:
    """Splink over the same blocks: chance from 1e6 pairs, EM within two narrow blocks."""

    def alike(title: str, *levels: float) -> Any:
        return cl.JaroWinklerAtThresholds(title, list(levels)).configure(term_frequency_adjustments=True)

    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("name"),
            block_on("born"),
            block_on("street"),
            block_on("post", "number"),
            block_on("suburb"),
            block_on("place"),
            block_on("substr(born, 5, 4)", "state"),
        ],
        comparisons=[
            alike("name", 0.95, 0.88, 0.75),
            cl.DamerauLevenshteinAtThresholds("born", [1, 2]),
            alike("street", 0.9, 0.75),
            cl.DamerauLevenshteinAtThresholds("number", 1),
            alike("place", 0.9, 0.75),
            alike("suburb", 0.9, 0.75),
            cl.DamerauLevenshteinAtThresholds("post", 1),
            cl.ExactMatch("state"),
        ],
    )
    linker = Linker(DuckDBAPI(duckdb.connect()).register(table), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("name", "born")], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    for block in (block_on("born"), block_on("name"), block_on("street")):
        linker.training.estimate_parameters_using_expectation_maximisation(block)
    pairs = linker.inference.predict(threshold_match_probability=0.5)
    found = pairs.as_duckdbpyrelation().select("unique_id_l, unique_id_r").fetchnumpy()
    return groups(
        table.num_rows, found["unique_id_l"].astype(np.int32), found["unique_id_r"].astype(np.int32)
    )
