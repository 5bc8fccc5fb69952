"""Staged rows and files handed in hold national numbers too: sealed, each for its own row."""

from __future__ import annotations


def row_owner(row_id: int) -> str:
    return f"row:{row_id}"


def upload_owner(upload_id: int) -> str:
    return f"upload:{upload_id}"
