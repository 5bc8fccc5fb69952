"""A centre and its clerk."""

from __future__ import annotations

import pytest

from factories import network
from titian.network.models import Role


@pytest.fixture
def centre():
    return network.organisation("BPVP Banyuwangi")


@pytest.fixture
def actor(centre):
    return network.member(Role.CENTRE_CLERK, centre)
