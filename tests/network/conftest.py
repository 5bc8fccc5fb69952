from __future__ import annotations

import pytest

from titian.accounts.actions import system_actor
from titian.accounts.models import User


@pytest.fixture
def actor(db: None) -> User:
    return system_actor("shell")


@pytest.fixture
def network(country: User) -> None:
    """The code lists and the public network."""
