"""Staged rows hold national numbers too: sealed, each for its own row."""

from __future__ import annotations


def row_owner(row_id: int) -> str:
    return f"row:{row_id}"
