"""Row-level security as migration operations: the second wall."""

from __future__ import annotations

from django.db import migrations


def protect(table: str, *, using: str, check: str | None = None) -> migrations.RunSQL:
    """Let a row of `table` be read or changed only where `using` holds, and written only where `check` holds.

    ENABLE without FORCE: the owner migrates past the policies, the serving role is never the owner.
    """
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY second_wall ON {table} USING ({using}) WITH CHECK ({check or using});
        """,
        f"DROP POLICY second_wall ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def protect_history(table: str, *, using: str) -> migrations.RunSQL:
    """Let history of `table` be read where `using` holds; rows are added by triggers and never changed."""
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY second_wall_read ON {table} FOR SELECT USING ({using});
        CREATE POLICY second_wall_add ON {table} FOR INSERT WITH CHECK (true);
        """,
        f"""
        DROP POLICY second_wall_read ON {table}; DROP POLICY second_wall_add ON {table};
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )
