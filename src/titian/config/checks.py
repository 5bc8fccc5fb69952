"""What developers and CI run: the tests, every check, and the benchmarks."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from titian.config.places import ROOT

_BIN = Path(sys.executable).parent
_PYTHON = [sys.executable, "-m"]
_TITIAN = [*_PYTHON, "titian"]
_STATIONS = [path.parent.name for path in sorted((ROOT / "src" / "titian").glob("*/migrations"))]

CHECKS: dict[str, list[str]] = {
    "ruff": [*_PYTHON, "ruff", "check", "src", "tests", "benchmarks", "titian"],
    "ruff format": [*_PYTHON, "ruff", "format", "--check", "src", "tests", "benchmarks", "titian"],
    "mypy": [*_PYTHON, "mypy", "src/titian", "src/engines"],
    "migrations safe": [
        *_TITIAN,
        "lintmigrations",
        "--no-cache",
        "--quiet",
        "ok",
        "ignore",
        "--ignore-name",
        "0003_cache",  # makes a table by SQL, which the linter takes for a changed one
        "0007_reminders_go_by_the_outbox",  # the column that must be unique comes with it, empty
        "0009_departures_beacons_and_coming",  # the wider key is true wherever the narrower one was
        "0007_rollup_columns",  # drops columns on its way back only
        "0012_rollups_by_family",  # sums that the upgrade makes anew, while the site stands still
        "--include-apps",
        *_STATIONS,
    ],
    "import-linter": [str(_BIN / "lint-imports")],
    "djlint": [*_PYTHON, "djlint", "src/titian", "--lint", "--quiet"],
    "bandit": [*_PYTHON, "bandit", "--quiet", "--recursive", "--configfile", "pyproject.toml", "src"],
    "secrets": [*_PYTHON, "titian.config.audit", "secrets"],
    "pip-audit": [*_PYTHON, "titian.config.audit", "libraries"],
    "migrations made": [*_TITIAN, "makemigrations", "--check", "--dry-run"],
}


def test(arguments: list[str]) -> int:
    """Run the tests with pytest's own arguments; the whole suite on every core, unless told otherwise."""
    return _run([*_PYTHON, "pytest", *_on_every_core(arguments), *arguments])


def _on_every_core(arguments: list[str]) -> list[str]:
    """Each core makes a test database of its own, which a few named tests do not repay.

    A core fetches its tests one by one: handed out by the hundred, the long ones, which begin, fall to one core.
    """
    named = any(argument.startswith("tests") for argument in arguments)
    told = any(argument.startswith(("-n", "--numprocesses", "-p", "--pdb")) for argument in arguments)
    return [] if named or told else ["-n", str(os.cpu_count() or 1), "--maxschedchunk", "1"]


def check(arguments: list[str]) -> int:
    """Run every check, also after one has failed, and name those that failed."""
    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as cores:
        for name, done in zip(CHECKS, cores.map(_heard, CHECKS.values()), strict=True):
            sys.stderr.write(f"== {name}\n{done.stdout}")
            sys.stderr.flush()
            if done.returncode != 0:
                failed.append(name)
    if "--without-tests" not in arguments and test([]) != 0:
        failed.append("tests")
    sys.stderr.write(
        f"== gagal / failed: {', '.join(failed)}\n" if failed else "== semua lulus / all passed\n"
    )
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """Run benchmarks/; its own help says how."""
    return subprocess.run([*_PYTHON, "benchmarks", *arguments], cwd=ROOT, check=False).returncode


def _run(command: list[str]) -> int:
    return subprocess.run(command, cwd=ROOT, env=_environment(), check=False).returncode


def _heard(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run beside others: what it says is kept until its turn."""
    return subprocess.run(
        command, cwd=ROOT, env=_environment(), check=False, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def _environment() -> dict[str, str]:
    """The tests have a mode of their own; the other tools examine an installation that serves nobody."""
    return {"TITIAN_MODE": "test", **os.environ}
