"""DuckDB in this process."""

from __future__ import annotations

from pathlib import Path

import duckdb

from titian.evaluation.analytics.engine import RECORDS, Row
from titian.evaluation.indicators.compiled import Dialect


class DuckEngine:
    dialect: Dialect = "duckdb"

    def __init__(self, folder: Path) -> None:
        self._connection = duckdb.connect()
        files = str(folder / "*" / "*" / "*.parquet").replace("'", "''")
        # Province and year stand in the files as well; the folders only spare reading some of them.
        self._connection.execute(
            f"CREATE VIEW {RECORDS} AS SELECT * FROM read_parquet('{files}', hive_partitioning = false)"
        )

    def rows(self, sql: str) -> list[Row]:
        answer = self._connection.execute(sql)
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def close(self) -> None:
        self._connection.close()
