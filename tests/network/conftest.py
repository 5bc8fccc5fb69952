from __future__ import annotations

import pytest

from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.network.actions import load_network
from titian.standards.actions import load_code_lists


@pytest.fixture
def actor(db: None) -> User:
    return system_actor("shell")


@pytest.fixture
def network(actor: User) -> None:
    """The code lists and the public network."""
    load_code_lists(actor)
    load_network(actor)
