"""The code lists, the public network and the words of rosters, as every installation has them."""

from __future__ import annotations

from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.network.actions import load_network
from titian.rosters.actions.words import load_words
from titian.standards.actions import load_code_lists


def load_country() -> User:
    """Load them and return the system actor who did."""
    shell = system_actor("shell")
    load_code_lists(shell)
    load_network(shell)
    load_words(shell)
    return shell
