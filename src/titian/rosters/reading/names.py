"""Vectorised twins of `titian.people.names`: whole columns at once, the same answers."""

from __future__ import annotations

import polars as pl

from titian.people.names import PREFIX, SPACE, SUFFIX, display_name, person_key

_BEYOND_ASCII = r"[^\x00-\x7F]"
_BEYOND_PLAIN = r"[^A-Za-z., \-\t\r\n\f\v]"


def person_key_column(names: pl.Series) -> pl.Series:
    """Return `person_key` of each name."""
    if names.str.contains(_BEYOND_ASCII).any():
        rare = names.str.contains(_BEYOND_ASCII)
        slow = {name: person_key(name) for name in names.filter(rare.fill_null(False)).unique()}
        fast = _fast_keys(names)
        return fast.zip_with(
            ~rare.fill_null(False), names.replace_strict(slow, default=None, return_dtype=pl.String)
        )
    return _fast_keys(names)


def _fast_keys(names: pl.Series) -> pl.Series:
    plain = names.str.to_lowercase().str.strip_chars(" \t\r\n\f\v")
    bare = plain.str.replace(PREFIX, "").str.replace(SUFFIX, "").str.replace_all(r"[^a-z0-9]", "")
    whole = plain.str.replace_all(r"[^a-z0-9]", "")
    return bare.zip_with((bare != "").fill_null(False), whole)


def display_name_column(names: pl.Series) -> pl.Series:
    """Return `display_name` of each name."""
    rare = names.str.contains(_BEYOND_PLAIN).fill_null(False)
    spaced = names.str.replace_all(rf"{SPACE}+", " ").str.strip_chars(" ")
    one_case = (spaced == spaced.str.to_lowercase()) | (spaced == spaced.str.to_uppercase())
    fast = spaced.str.to_titlecase().zip_with(one_case.fill_null(False), spaced)
    if not rare.any():
        return fast
    slow = {name: display_name(name) for name in names.filter(rare).unique()}
    return fast.zip_with(~rare, names.replace_strict(slow, default=None, return_dtype=pl.String))
