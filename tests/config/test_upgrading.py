"""Every change of tables has a way back, or says why it has none."""

from __future__ import annotations

import subprocess

import pytest
from django.db.migrations.loader import MigrationLoader

from titian.config import upgrading
from titian.config.upgrading import why_not_reversible
from titian.core.errors import DomainError


def test_every_migration_is_reversible_or_says_why_not():
    ours = [
        one
        for one in MigrationLoader(None).disk_migrations.values()
        if type(one).__module__.startswith("titian.")
    ]
    assert len(ours) > 30
    silent = [f"{one.app_label}.{one.name}" for one in ours if why_not_reversible(one) == "?"]
    assert silent == []


def test_a_table_in_use_is_waited_for_in_turns_and_then_said(monkeypatch):
    turns, said = [], []
    monkeypatch.setattr(upgrading.time, "sleep", turns.append)
    monkeypatch.setattr(
        upgrading.subprocess, "run",
        lambda *command, **_told: subprocess.CompletedProcess(command, upgrading.TRY_AGAIN),
    )  # fmt: skip
    with pytest.raises(DomainError, match=r"Ulangi \./titian upgrade"):
        upgrading._migrate(3, said.append)
    assert turns == [upgrading.PAUSE] * (upgrading.TRIES - 1)
    assert said[1:] == ["Tabel sedang dipakai; dicoba lagi."] * (upgrading.TRIES - 1)
