"""Only actions write, migrations and commands aside."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import titian

SOURCES = Path(titian.__file__).parent
ROOMS_THAT_WRITE = {"actions", "migrations", "management"}
ALLOWED = {
    "accounts/sessions.py": "keeps until when a session lasts, as Django's store keeps the rest of it",
    "config/clock.py": "forgets ticks of the schedule, which are the clock's own and nobody's record",
    "config/pictures.py": "opens a session of a demo account to take a picture of its screens",
    "core/db/bulk.py": "how actions write many records at once; it decides nothing",
    "journal/models.py": "Entry.write is the note itself; every action calls it",
}
ALWAYS = {"save", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
OF_MANAGERS = {"create", "update"}
STATEMENT = re.compile(r"\b(INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\w+\s+SET|TRUNCATE\s+\w|MERGE\s+INTO)\b")
QUERYSET = re.compile(r"\.(objects|filter|exclude|all|using|select_for_update|visible_to)\b")


def writes(source: str) -> list[tuple[int, str]]:
    """Return the lines of a module that write to the database, and by what."""
    tree = ast.parse(source)
    return sorted({*_calls(tree), *_statements(tree)})


def _calls(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            verb, receiver = node.func.attr, f".{ast.unparse(node.func.value)}"
            if verb == "save" and node.args:  # a document saved to where it is told; a record takes no place
                continue
            if verb in ALWAYS or (verb in OF_MANAGERS and QUERYSET.search(receiver)):
                yield node.lineno, verb


def _statements(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and (found := STATEMENT.search(str(node.value))):
            yield node.lineno, found[0]


def modules() -> dict[str, Path]:
    found = {str(path.relative_to(SOURCES)): path for path in SOURCES.rglob("*.py")}
    return {name: path for name, path in found.items() if not ROOMS_THAT_WRITE & set(_rooms(name))}


def _rooms(name: str) -> list[str]:
    return name.removesuffix(".py").split("/")


def test_only_actions_write():
    offences = {name: found for name, path in modules().items() if (found := writes(path.read_text()))}
    assert {name: found for name, found in offences.items() if name not in ALLOWED} == {}


def test_every_exception_is_still_needed():
    assert [name for name in ALLOWED if not writes((SOURCES / name).read_text())] == []


@pytest.mark.parametrize(
    ("line", "verb"),
    [
        ("person.save()", "save"),
        ("Person.objects.create(name='x')", "create"),
        ("Person.objects.filter(pk=1).update(name='x')", "update"),
        ("cursor.execute('INSERT INTO people_person SELECT 1')", "INSERT INTO"),
        ("cursor.execute(f'UPDATE {table} SET x = 1; DELETE FROM a')", "DELETE FROM"),
    ],
)
def test_the_judge_sees_a_write(line, verb):
    assert writes(line) == [(1, verb)]


def test_the_judge_lets_dictionaries_be():
    assert writes("found.update(a=1); hash.update(b''); people.filter(a=1).count()") == []
