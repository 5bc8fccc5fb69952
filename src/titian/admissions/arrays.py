"""The arrays of a round as a file tells them; known without the engine, which is compiled code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

IntArray = npt.NDArray[np.int64]
Arrays = Mapping[str, npt.NDArray[Any]]  # by the names of `engines.admission.Round`
KINDS = {
    "indptr": np.int64, "contract_class": np.int64, "contract_term": np.int64, "contract_traits": np.uint64,
    "merit": np.float64, "ticket": np.uint64, "slot_class": np.int64, "slot_rank": np.int64,
    "slot_tiers": np.uint64, "slot_terms": np.int64, "slot_holder": np.int64,
}  # fmt: skip


def arrays_of(told: Mapping[str, Sequence[Any]]) -> Arrays:
    """Return the arrays of a file; a merit of null is not acceptable there. KeyError where one is missing."""
    arrays = {name: np.array(told[name], dtype=kind) for name, kind in KINDS.items()}
    return arrays | {"slot_tiers": arrays["slot_tiers"].reshape(len(arrays["slot_class"]), -1)}


def are_alike(one: Arrays, other: Arrays) -> bool:
    return all(np.array_equal(one[name], other[name], equal_nan=name == "merit") for name in KINDS)


def json_of(column: npt.NDArray[Any]) -> str:
    """Return a column as a JSON list, its missing marks as null: no Python object a row."""
    if column.ndim == 2:
        rows = pl.DataFrame(column).select(pl.concat_str(pl.all(), separator=",").str.join("],["))
        return f"[[{rows.item()}]]" if len(column) else "[]"
    said = pl.DataFrame({"row": column}).select(
        pl.col("row").fill_nan(None) if column.dtype.kind == "f" else "row"
    )
    return f"[{said.select(pl.col('row').cast(pl.String).fill_null('null').str.join(',')).item() or ''}]"
