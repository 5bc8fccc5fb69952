"""Every change of tables has a way back, or says why it has none."""

from __future__ import annotations

import subprocess

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from titian.config import upgrading
from titian.config.upgrading import why_not_reversible
from titian.core.errors import DomainError

SHAPE = """
    SELECT 'column', table_name::text, column_name::text, concat_ws(' ', data_type, is_nullable, column_default)
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'policy', tablename, policyname, concat_ws(' ', permissive, cmd, qual, with_check)
    FROM pg_policies WHERE schemaname = 'public'
    UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 't'
    UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
    FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function', proname, pg_get_function_identity_arguments(oid), md5(prosrc)
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'right', relname::text, '', relacl::text FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'p')
    ORDER BY 1, 2, 3, 4
"""


def test_every_migration_is_reversible_or_says_why_not():
    ours = [
        one
        for one in MigrationLoader(None).disk_migrations.values()
        if type(one).__module__.startswith("titian.")
    ]
    assert len(ours) > 30
    silent = [f"{one.app_label}.{one.name}" for one in ours if why_not_reversible(one) == "?"]
    assert silent == []


@pytest.mark.django_db
def test_the_last_migrations_of_the_stations_go_back_and_forth_to_the_same_shape():
    def shape() -> list[tuple[str, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(SHAPE)
            return cursor.fetchall()

    before = shape()
    back = MigrationExecutor(connection)
    graph = back.loader.graph
    former = [
        parent.key
        for node in graph.leaf_nodes()
        if type(graph.nodes[node]).__module__.startswith("titian.") and not graph.node_map[node].children
        for parent in graph.node_map[node].parents
        if parent.key[0] == node[0]
    ]
    undone = [one for one, _backwards in back.migration_plan(former)]
    assert len(undone) == len(former) > 3
    assert [f"{one.app_label}.{one.name}" for one in undone if why_not_reversible(one)] == []

    back.migrate(former)

    assert shape() != before
    forth = MigrationExecutor(connection)
    forth.migrate(forth.loader.graph.leaf_nodes())
    assert shape() == before


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
