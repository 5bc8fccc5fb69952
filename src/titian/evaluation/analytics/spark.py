"""Spark, local or a cluster; it must see the exported files under the same path."""

from __future__ import annotations

from pathlib import Path

from pyspark.sql import SparkSession

from titian.evaluation.analytics.engine import RECORDS, Row
from titian.evaluation.indicators.compiled import Dialect


class SparkEngine:
    dialect: Dialect = "pyspark"

    def __init__(self, folder: Path, master: str) -> None:
        self._session = (
            SparkSession.builder.master(master)
            .appName("titian")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.ansi.enabled", "true")
            .config("spark.sql.shuffle.partitions", "8")
            .getOrCreate()
        )
        self._session.sparkContext.setLogLevel("ERROR")
        files = str(folder / "*" / "*" / "*.parquet")
        self._session.read.parquet(files).createOrReplaceTempView(RECORDS)

    def rows(self, sql: str) -> list[Row]:
        return [row.asDict() for row in self._session.sql(sql).collect()]

    def close(self) -> None:
        self._session.stop()
