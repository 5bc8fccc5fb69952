"""The table of moves, and who may assign a state."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import titian
from titian.journal.lifecycle import Lifecycle, Move, Stateful

TABLE = Lifecycle(
    Move("offer", ("submitted", "waiting"), "offered", "Tawarkan kursi"),
    Move("wait", ("submitted",), "waiting", "Masukkan ke daftar cadangan"),
)
SOURCES = Path(titian.__file__).parent


def test_a_state_knows_its_moves_in_the_order_of_the_table():
    assert [move.verb for move in TABLE.from_state("submitted")] == ["offer", "wait"]
    assert [move.verb for move in TABLE.from_state("offered")] == []


def test_a_move_is_open_only_from_its_sources():
    assert TABLE.allows("offer", "waiting")
    assert not TABLE.allows("wait", "waiting")


def test_a_verb_stands_once():
    with pytest.raises(ValueError):
        Lifecycle(Move("offer", ("a",), "b", "x"), Move("offer", ("b",), "c", "y"))


def test_nobody_but_the_move_assigns_the_state_of_a_record_with_a_lifecycle():
    """Loads of rosters and requests about personal data have a column of the same name and no lifecycle."""
    assigning = set()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets):
                assigning.add(str(path.relative_to(SOURCES)))
    without = ("rosters/", "people/actions/requests.py")
    assert {name for name in assigning if not name.startswith(without)} == {"journal/actions/move.py"}
    assert Stateful._meta.abstract
