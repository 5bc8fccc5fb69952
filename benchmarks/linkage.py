"""Duplicates among people who are invented by a seeded generator: ours against a tuned splink on the same columns.

Each side runs in a process of its own and begins with the columns in its own format; CPU seconds and peak memory are
the kernel's. The limit is a sort of all blocking keys, which nothing that blocks can do without.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as cl

from benchmarks.measuring import seconds
from benchmarks.report import Figure, Report
from engines.linkage import Field, Key, Kind, day_key, fit, groups, link, name_key, text_key, within

LIBRARIES = ("splink", "duckdb", "numba")
PEOPLE = {"small": 20_000, "full": 1_000_000}
Labels = npt.NDArray[np.int64]
SEED = 13
SYLLABLES = [first + vowel for first in ("", *"bdfghjklmnprstwy") for vowel in "aiu"]
ENDS = ["", "h", "n", "ng", "r", "s", "t", "d", "k", "m"]
ROADS = [
    "merdeka",
    "pahlawan",
    "diponegoro",
    "sudirman",
    "kartini",
    "melati",
    "mawar",
    "raya",
    "veteran",
    "gajah mada",
]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def people(n: int) -> dict[str, list[Any]]:
    """Return `n` records, one in ten a changed copy of another: typing slips, swapped or shortened names, wrong dates,
    new phone, new place; `truth` numbers the persons. A birth place equal to the domicile is left out, for ours and
    for the peer: it would be counted twice."""
    chance = np.random.default_rng(SEED)
    words = sorted(
        {
            "".join(chance.choice(SYLLABLES, chance.integers(2, 4))) + str(chance.choice(ENDS))
            for _ in range(9000)
        }
    )
    popular = 1 / np.arange(1, len(words) + 1) ** 0.8
    chance.shuffle(words)
    originals = n - n // 10
    drawn = chance.choice(len(words), (originals, 3), p=popular / popular.sum())
    count = chance.choice([1, 2, 3], originals, p=[0.06, 0.6, 0.34])
    born = chance.integers(0, 45 * 365, originals)
    phone = chance.integers(10**9, 10**10, originals)
    no_phone = chance.random(originals) < 0.15
    road, house = chance.integers(0, len(ROADS), originals), chance.integers(1, 200, originals)
    regency, place = chance.integers(1, 515, originals), chance.integers(1, 515, originals)
    place = np.where(
        chance.random(originals) < 0.7, 0, place
    )  # born where one lives: that tells nothing more
    rows = []
    for i in range(originals):
        number = "" if no_phone[i] else f"08{phone[i]}"
        words_of = [words[w] for w in drawn[i, : count[i]]]
        home = f"{ROADS[road[i]]} {house[i]}"
        rows.append([i, words_of, int(born[i]), number, home, int(regency[i]), int(place[i]), i % 2 + 1])
    for i in chance.choice(originals, n // 10, replace=False):
        rows.append(_changed(rows[i], chance))
    chance.shuffle(rows)
    first = date(1962, 1, 1)
    days = [first + timedelta(days=row[2]) for row in rows]
    return {
        "truth": [row[0] for row in rows],
        "name": [" ".join(row[1]) for row in rows],
        "birth": [d.year * 10000 + d.month * 100 + d.day for d in days],
        "phone": [row[3] for row in rows],
        "address": [row[4] for row in rows],
        "regency": [row[5] for row in rows],
        "birth_place": [row[6] for row in rows],
        "sex": [row[7] for row in rows],
    }


def _changed(row: list[Any], chance: np.random.Generator) -> list[Any]:
    truth, words, born, phone, address, regency, place, sex = row
    words = list(words)
    for _slip in range(chance.choice([0, 1, 2], p=[0.45, 0.4, 0.15])):
        which = chance.integers(len(words))
        words[which] = _slipped(words[which], chance)
    if len(words) > 1 and chance.random() < 0.15:
        words[0], words[1] = words[1], words[0]
    if len(words) > 1 and chance.random() < 0.15:
        words[-1] = words[-1][0]
    if len(words) > 2 and chance.random() < 0.15:
        words.pop()
    if chance.random() < 0.12:
        born = int(chance.choice([born + 1, born - 1, born + 10, born + 365, born - 31]))
    if chance.random() < 0.4:
        phone = f"08{chance.integers(10**9, 10**10)}"
    elif phone and chance.random() < 0.1:
        phone = _slipped(phone, chance)
    if chance.random() < 0.35:
        address = f"{ROADS[chance.integers(len(ROADS))]} {chance.integers(1, 200)}"
    if chance.random() < 0.1:
        regency = int(chance.integers(1, 515))
    if chance.random() < 0.05:
        place = 0
    return [truth, words, max(born, 0), phone, address, regency, place, sex]


def _slipped(word: str, chance: np.random.Generator) -> str:
    at = int(chance.integers(len(word)))
    letter = str(chance.integers(10)) if word[0] == "0" else LETTERS[chance.integers(26)]
    kind = chance.integers(4)
    if kind == 0:
        return word[:at] + letter + word[at + 1 :]
    if kind == 1:
        return word[:at] + letter + word[at:]
    if kind == 2 and len(word) > 2:
        return word[:at] + word[at + 1 :]
    at = min(at, len(word) - 2) if len(word) > 1 else 0
    return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]


def as_fields(rows: dict[str, list[Any]]) -> list[Field]:
    """Return the columns as our engine takes them: numpy arrays."""
    kinds = {
        "name": Kind.NAME, "phone": Kind.DIGITS, "birth": Kind.DAY, "address": Kind.TEXT,
        "regency": Kind.CODE, "birth_place": Kind.CODE, "sex": Kind.CODE,
    }  # fmt: skip
    text = (Kind.NAME, Kind.DIGITS, Kind.TEXT)
    return [
        Field(title, kind, np.array(rows[title], dtype="S" if kind in text else np.int64))
        for title, kind in kinds.items()
    ]


def as_table(rows: dict[str, list[Any]]) -> pa.Table:
    """Return the same columns as the peer takes them: an Arrow table."""
    days = [f"{d // 10000}-{d // 100 % 100:02d}-{d % 100:02d}" for d in rows["birth"]]
    return pa.table({
        "unique_id": list(range(len(rows["truth"]))), "name": rows["name"], "birth": days,
        **{title: [value or None for value in rows[title]] for title in ("phone", "address", "birth_place")},
        "regency": rows["regency"], "sex": rows["sex"],
    })  # fmt: skip


def keys_of(fields: list[Field]) -> list[Key]:
    name, phone, birth, address, regency, birth_place, _sex = fields
    sound, day, place = name_key(name), day_key(birth), day_key(regency)
    return [
        text_key(phone),
        within(day, place),
        within(name_key(name, words=1), day),
        within(sound, place),
        within(sound, day_key(birth, "year")),
        within(day, text_key(address)),
        within(day, day_key(birth_place)),
    ]


def ours(fields: list[Field]) -> Labels:
    keys = keys_of(fields)
    model = fit(fields, keys, seed=SEED, by_frequency=("name",))
    found = link(fields, keys, model, at_least=0.5)
    return groups(len(fields[0].values), found.left, found.right)


def peer(table: pa.Table) -> Labels:
    """Splink as tuned in performance.md: chance from 1e6 pairs, EM within narrow blocks."""
    database = DuckDBAPI(duckdb.connect())
    blocks = [
        block_on("phone"),
        block_on("birth", "regency"),
        block_on("birth", "substr(name, 1, 4)"),
        block_on("name", "regency"),
        block_on("name", "substr(birth, 1, 4)"),
        block_on("birth", "address"),
        block_on("birth", "birth_place"),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=blocks,
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.75]).configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("birth", input_is_string=True),
            cl.DamerauLevenshteinAtThresholds("phone", 1),
            cl.JaroWinklerAtThresholds("address", [0.9, 0.75]),
            cl.ExactMatch("regency"),
            cl.ExactMatch("birth_place"),
            cl.ExactMatch("sex"),
        ],
    )
    linker = Linker(database.register(table), settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("name", "birth"), block_on("phone", "birth")], recall=0.5
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=SEED)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name", "birth"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("phone"))
    found = linker.inference.predict(threshold_match_probability=0.5)
    pairs = found.as_duckdbpyrelation().select("unique_id_l, unique_id_r").fetchnumpy()
    return groups(
        table.num_rows, pairs["unique_id_l"].astype(np.int32), pairs["unique_id_r"].astype(np.int32)
    )


def quality(truth: Labels, found: Labels) -> dict[str, float]:
    """Precision, recall and F1 of pairs of records in one group."""

    def pairs(labels: Labels) -> int:
        _distinct, sizes = np.unique(labels, return_counts=True)
        return int((sizes * (sizes - 1) // 2).sum())

    both = pairs(truth.astype(np.int64) * (int(found.max()) + 1) + found)
    precision, recall = both / max(1, pairs(found)), both / pairs(truth)
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / (precision + recall), 4),
    }


def _run(work: Callable[[Any], Labels], columns: Any, truth: Labels, answer: Any) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF)
    wall = time.perf_counter()
    found = work(columns)
    wall = time.perf_counter() - wall
    after = resource.getrusage(resource.RUSAGE_SELF)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    answer.put({
        "cpu_seconds": round(spent, 2), "wall_seconds": round(wall, 2), "peak_mb": after.ru_maxrss // 1024,
        **quality(truth, found),
    })  # fmt: skip


def measured(work: Callable[[Any], Labels], columns: Any, truth: Labels) -> dict[str, float]:
    fork = multiprocessing.get_context("fork")
    answer = fork.SimpleQueue()
    child = fork.Process(target=_run, args=(work, columns, truth, answer))
    child.start()
    child.join()
    if child.exitcode:
        raise RuntimeError(f"{work.__name__} ended with {child.exitcode}")
    result: dict[str, float] = answer.get()
    return result


def sorting(fields: list[Field]) -> float:
    keys = keys_of(fields)
    return seconds(lambda: [np.sort(key.values) for key in keys], clock=time.process_time)


def run(size: str) -> Report:
    warm = people(2000)
    measured(
        ours, as_fields(warm), np.array(warm["truth"])
    )  # compiles once; later runs read the compiled loops
    n = PEOPLE[size]
    rows = people(n)
    truth = np.array(rows["truth"])
    fields = as_fields(rows)
    mine, other = measured(ours, fields, truth), measured(peer, as_table(rows), truth)
    figure = Figure(
        "duplicates found, weights learned on the way", mine["cpu_seconds"], "splink, tuned, on the same columns",
        other["cpu_seconds"], "sorting the blocking keys", sorting(fields), statistic="CPU seconds of one run each",
        wanted="half the CPU seconds of splink or less, F1 no lower",
        met=None if size == "small" else mine["cpu_seconds"] <= other["cpu_seconds"] / 2 and mine["f1"] >= other["f1"],
        more={"ours": mine, "splink": other},
    )  # fmt: skip
    return Report("How long does it take to find the duplicates among all people?", {"people": n}, (figure,))
