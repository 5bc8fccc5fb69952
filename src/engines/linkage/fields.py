"""What is compared: one field is one column over all records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

MISSING = 255
WIDEST = 64  # bytes: a comparison keeps its place in one machine word


class Kind(IntEnum):
    """How two values are compared; the best level is full agreement, 0 is disagreement.

    NAME: words in any order (4 equal, 3 equal but for order, initials or a slip, 2 like, 1 faintly like).
    TEXT: 3 equal, 2 a slip (Jaro-Winkler 0.9), 1 like (0.75). DIGITS: 2 equal, 1 one slip.
    DAY: yyyymmdd; 3 equal, 2 one digit or the order of day and month, 1 two of day, month and year.
    CODE: 1 equal.
    """

    NAME = 0
    TEXT = 1
    DIGITS = 2
    DAY = 3
    CODE = 4


LEVELS = {Kind.NAME: 5, Kind.TEXT: 4, Kind.DIGITS: 3, Kind.DAY: 4, Kind.CODE: 2}


@dataclass(frozen=True)
class Field:
    """One column: `values` shape (n,), bytes (dtype S, b"" missing) for NAME, TEXT and DIGITS, int64 (0 missing)
    for DAY and CODE. Text is lower case ASCII; what does not fit into 64 bytes is refused."""

    title: str
    kind: Kind
    values: npt.NDArray[Any]

    def __post_init__(self) -> None:
        text = self.kind in (Kind.NAME, Kind.TEXT, Kind.DIGITS)
        if self.values.ndim != 1 or self.values.dtype.kind != ("S" if text else "i"):
            wanted = "bytes (S)" if text else "int64"
            raise ValueError(
                f"{self.title}: shape {self.values.shape} of {self.values.dtype}, not (n,) of {wanted}"
            )
        if text and self.values.dtype.itemsize > WIDEST:
            raise ValueError(f"{self.title}: {self.values.dtype.itemsize} bytes wide, more than {WIDEST}")

    @property
    def levels(self) -> int:
        return LEVELS[self.kind]

    @property
    def letters(self) -> npt.NDArray[np.uint8]:
        """The bytes, shape (n, width)."""
        whole = np.ascontiguousarray(self.values)
        return whole.view(np.uint8).reshape(len(whole), whole.dtype.itemsize)


@cache
def kernels() -> ModuleType:
    """Return the compiled loops; numba loads at first use, so that a server starts without it."""
    return import_module("engines.linkage.kernels")
