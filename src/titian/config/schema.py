"""Which migrations a database has had, against those this release brings."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connections
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from titian.core.errors import DomainError


def unknown_to_this_release(applied: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the applied migrations that this release does not bring: the database has been with a newer one."""
    loader = MigrationLoader(None)
    replaced = {name for migration in loader.disk_migrations.values() for name in migration.replaces}
    known = loader.disk_migrations.keys() | replaced
    return sorted(one for one in applied if one not in known)


def waiting_migrations(*, using: str = "default") -> list[Migration]:
    """Return what this release would still apply, in order."""
    executor = MigrationExecutor(connections[using])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [migration for migration, _backwards in plan]


def applied_migrations(*, using: str = "default") -> list[tuple[str, str]]:
    """Return what the database has had; nothing in an empty one."""
    return sorted(MigrationExecutor(connections[using]).loader.applied_migrations)


def refuse_newer_schema() -> None:
    """Refuse tables that a newer release has changed: this one does not know what they mean."""
    if unknown := unknown_to_this_release(applied_migrations()):
        raise DomainError(
            _("Basis data ini sudah dipakai Titian yang lebih baru (%(name)s): pasang versi itu.")
            % {"name": ".".join(unknown[0])},
            code="schema_is_newer",
        )


def refuse_other_schema() -> None:
    """Refuse to serve the tables of another release."""
    refuse_newer_schema()
    if waiting := waiting_migrations():
        raise DomainError(
            _("%(n)d perubahan tabel belum diterapkan: jalankan ./titian upgrade.") % {"n": len(waiting)},
            code="schema_is_older",
        )
