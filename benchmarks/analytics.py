"""A nation's questions on DuckDB and on a Spark cluster of two workers, against PostgreSQL on the raw records."""

from __future__ import annotations

import os
import shutil
import socket as sockets
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pyarrow.dataset
from django.conf import settings
from django.db import connection
from django.utils import timezone

from benchmarks import _participations, database
from benchmarks.measuring import seconds
from benchmarks.report import Figure, Report
from titian.accounts.actions import system_actor
from titian.core.access import acting_as
from titian.evaluation.actions.export_records import export_records
from titian.evaluation.analytics.answers import analysed
from titian.evaluation.analytics.engine import engine_of_the_setting
from titian.evaluation.queries import cells
from titian.evaluation.queries.cells import Question

DATABASE = True
LIBRARIES = ("pyarrow", "pyspark")
SIZES = {"small": 20_000, "full": 5_000_000}
CUTS = ("", "province")
COLUMNS = ["province", "passed", "first_work_on", "class_ends_on", "sex", "channel"]
NEEDED = ("passed", "placed_6_graduates")
TWO = f"two figures ({', '.join(NEEDED)}), as ./titian analyse asks for them"
WORKERS, RUNS = 2, 3


def run(size: str) -> Report:
    name = str(connection.settings_dict["NAME"])
    with database.owner(name) as owner:
        nation = _participations.make(owner, SIZES[size])
    with tempfile.TemporaryDirectory(prefix="titian-bench-") as scratch:
        folder = Path(scratch) / "records"
        return _measured(nation, folder, with_cluster=size == "full")


def _measured(nation: _participations.Nation, folder: Path, *, with_cluster: bool) -> Report:
    actor, notes = system_actor("shell"), list[str]()
    everywhere = tuple(900_000 + place for place in range(1, _participations.CENTRES + 1))
    years = tuple(range(_participations.FIRST_YEAR, nation.last_year + 1))
    asked = Question(
        everywhere[0], years[-1], timezone.localdate(), False, "35", everywhere, years, (("sex", ("P",)),)
    )
    with acting_as(actor.pk):
        start = time.perf_counter()
        made = export_records(folder, actor=actor)
        exported = time.perf_counter() - start
        known = {}
        for words, question in (("every figure", asked), (TWO, replace(asked, needs=frozenset(NEEDED)))):
            start = time.perf_counter()
            counted = cells._counted(question, CUTS)
            known[words] = question, counted, time.perf_counter() - start
    bare = seconds(lambda: pyarrow.dataset.dataset(folder, format="parquet").to_table(columns=COLUMNS))
    figures = []
    for name, master in _engines(notes, with_cluster=with_cluster):
        with master as address:
            settings.ANALYTICS_ENGINE = address
            engine = engine_of_the_setting(folder)
            try:
                for words, (question, counted, plain) in known.items():
                    start = time.perf_counter()
                    answer = analysed(engine, question, CUTS)
                    first = time.perf_counter() - start
                    assert answer == counted, f"{name} answers otherwise than PostgreSQL"
                    warm = statistics.median(
                        seconds(lambda e=engine, q=question: analysed(e, q, CUTS)) for _run in range(RUNS)
                    )
                    figures.append(
                        Figure(
                            f"{words}, women by province, all centres and years: {name}", warm,
                            "PostgreSQL on the same records", plain, "a bare read of six columns of the files", bare,
                            statistic=f"median of {RUNS} warm runs (PostgreSQL: one run)",
                            more={"first_seconds": first},
                        )
                    )  # fmt: skip
            finally:
                engine.close()
    size_mb = sum(path.stat().st_size for path in folder.rglob("*.parquet")) / 2**20
    return Report(
        "How long does a nation's question take beyond the roll-ups, and does every engine say the same?",
        {"records": made, "files_mb": round(size_mb), "exported_seconds": round(exported, 2), "workers": WORKERS},
        tuple(figures), tuple(notes),
    )  # fmt: skip


def _engines(notes: list[str], *, with_cluster: bool) -> Iterator[tuple[str, AbstractContextManager[str]]]:
    yield "DuckDB in process", _named("duckdb")
    if not with_cluster:
        notes.append("A Spark cluster takes half a minute to start: it is measured with --size full.")
        return
    if find_spec("pyspark") is None or shutil.which("java") is None:
        notes.append("Spark left out: it needs pyspark and Java (apt install openjdk-17-jre-headless).")
        return
    yield f"Spark, a cluster of {WORKERS} workers", _cluster()


@contextmanager
def _named(engine: str) -> Iterator[str]:
    yield engine


@contextmanager
def _cluster() -> Iterator[str]:
    """A real standalone cluster on loopback: one master, two workers, each a JVM of its own."""
    spec = find_spec("pyspark")
    assert spec is not None
    assert spec.origin is not None
    home = Path(spec.origin).parent
    port, address = _free_port(), "127.0.0.1"
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": address,
        "SPARK_NO_DAEMONIZE": "1",
    }
    os.environ["SPARK_LOCAL_IP"] = address
    launcher, master = str(home / "bin" / "spark-class"), f"spark://{address}:{port}"
    with tempfile.TemporaryDirectory(prefix="titian-spark-") as work:
        commands = [
            ["org.apache.spark.deploy.master.Master", "--host", address, "--port", str(port), "--webui-port", "0"],
            *(
                ["org.apache.spark.deploy.worker.Worker", master, "--host", address, "--cores", "1",
                 "--memory", "2g", "--webui-port", "0", "--work-dir", work]
                for _worker in range(WORKERS)
            ),
        ]  # fmt: skip
        running = []
        try:
            for command in commands:
                running.append(
                    subprocess.Popen(
                        [launcher, *command],
                        env=environment,
                        stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL,
                    )
                )
                _wait_for(address, port)
            yield master
        finally:
            for process in reversed(running):
                process.terminate()
            for process in running:
                process.wait(timeout=30)


def _free_port() -> int:
    with sockets.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, port: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with sockets.socket() as probe:
            if probe.connect_ex((address, port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError("the Spark master does not answer")
