"""Every change of tables has a way back, or says why it has none."""

from __future__ import annotations

from django.db.migrations.loader import MigrationLoader

from titian.config.upgrading import why_not_reversible


def test_every_migration_is_reversible_or_says_why_not():
    ours = [
        one
        for one in MigrationLoader(None).disk_migrations.values()
        if type(one).__module__.startswith("titian.")
    ]
    assert len(ours) > 30
    silent = [f"{one.app_label}.{one.name}" for one in ours if why_not_reversible(one) == "?"]
    assert silent == []
