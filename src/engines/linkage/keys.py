"""Blocking keys: only records that share one are compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engines.linkage.fields import Field, kernels

Hashes = npt.NDArray[np.uint64]

# Spellings that sound alike in Indonesian names: old and new, doubled and silent letters; vowels are dropped.
_ALIKE = {"v": "f", "p": "f", "z": "s", "x": "s", "q": "k", "c": "k", "j": "y", "d": "t", "b": "f", "g": "k"}
SILENT = "aeiouhw'"


@dataclass(frozen=True)
class Key:
    """One blocking key: `values` shape (n,), equal numbers are compared, 0 never; `fields` it is made of."""

    values: Hashes
    fields: frozenset[str]


def text_key(field: Field) -> Key:
    """Return the key of equal values of a TEXT, DIGITS or NAME field."""
    out = np.empty(len(field.values), dtype=np.uint64)
    kernels().hash_rows(field.letters, out)
    return Key(out, frozenset({field.title}))


def name_key(field: Field, *, words: int = 6, by_sound: bool = True) -> Key:
    """Return the key of names with the same words in any order: by consonants that sound alike, or letter by
    letter; of the longest `words` words only."""
    sound = np.arange(256, dtype=np.uint8)
    if by_sound:
        for letter, other in _ALIKE.items():
            sound[ord(letter)] = ord(other)
        sound[[ord(letter) for letter in SILENT]] = 0
    out = np.empty(len(field.values), dtype=np.uint64)
    kernels().hash_name_words(field.letters, sound, words, out)
    return Key(out, frozenset({field.title}))


def day_key(field: Field, part: str = "day") -> Key:
    """Return the key of equal days (`part` "day"), months of a year ("month"), years ("year") or day and month of
    any year ("birthday"); of a CODE field, equal codes ("day")."""
    whole = field.values.astype(np.int64)
    taken = {
        "day": whole,
        "month": whole // 100,
        "year": whole // 10000,
        "birthday": np.where(whole, whole % 10000 + 1, 0),
    }[part]
    return Key(_mixed(taken.astype(np.uint64)), frozenset({field.title}))


def within(*keys: Key) -> Key:
    """Return the key of records that share all `keys`."""
    total = np.zeros_like(keys[0].values)
    missing = np.zeros(len(total), dtype=bool)
    for place, key in enumerate(keys):
        total = _mixed(total + key.values + np.uint64(place))
        missing |= key.values == 0
    return Key(
        np.where(missing, np.uint64(0), total | np.uint64(1)), frozenset().union(*(k.fields for k in keys))
    )


def _mixed(values: Hashes) -> Hashes:
    """Spread numbers over 64 bits (splitmix64); 0 stays 0."""
    z = values
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))
