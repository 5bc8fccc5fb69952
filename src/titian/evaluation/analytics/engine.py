"""What an engine must do, and which one the setting names."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from titian.core.errors import DomainError
from titian.evaluation.indicators.compiled import Dialect

Row = dict[str, Any]
RECORDS = "records"  # the name under which an engine holds the exported files


class Engine(Protocol):
    """Holds the exported records as the view `records` and answers SQL of its own dialect."""

    dialect: Dialect

    def rows(self, sql: str) -> list[Row]:
        """Return the answer, a dict a row."""

    def close(self) -> None:
        """Let go of what the engine holds."""


def engine_of_the_setting(folder: Path) -> Engine:
    """Return DuckDB in this process, or Spark under the address ANALYTICS_ENGINE names."""
    name = settings.ANALYTICS_ENGINE
    if not any(folder.glob("province=*/year=*/*.parquet")):
        raise DomainError(
            _("Catatan belum diekspor: jalankan ./titian evaluation export dahulu."),
            code="records_not_exported",
        )
    engine: Engine
    if name == "duckdb":
        engine = import_string("titian.evaluation.analytics.duck.DuckEngine")(folder)
        return engine
    if name.startswith(("spark://", "local")):
        try:
            made = import_string("titian.evaluation.analytics.spark.SparkEngine")
        except ImportError as missing:
            raise DomainError(
                _("ANALYTICS_ENGINE menunjuk Spark, tetapi pustaka pyspark tidak terpasang di sini."),
                code="spark_missing",
            ) from missing
        engine = made(folder, name)
        return engine
    raise DomainError(
        _("ANALYTICS_ENGINE “%(name)s” tidak dikenal: tulis duckdb, atau alamat spark://host:7077.")
        % {"name": name[:80]},
        code="engine_unknown",
    )
