"""Who may promise."""

from __future__ import annotations

from titian.accounts.models import User


def may_set_targets(user: User, centre_id: int, *, plans_for_all: bool, plans_for: list[int]) -> bool:
    """National planners plan for every centre, heads and clerks for their own."""
    return user.is_system or plans_for_all or centre_id in plans_for
