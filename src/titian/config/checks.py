"""What developers and CI run: the tests, every check, and the benchmarks."""

from __future__ import annotations

import os
import subprocess
import sys
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
    "import-linter": [str(_BIN / "lint-imports")],
    "djlint": [*_PYTHON, "djlint", "src/titian", "--lint", "--quiet"],
    "bandit": [*_PYTHON, "bandit", "--quiet", "--recursive", "--configfile", "pyproject.toml", "src"],
    "secrets": [*_PYTHON, "titian.config.audit", "secrets"],
    "pip-audit": [*_PYTHON, "titian.config.audit", "libraries"],
    "migrations made": [*_TITIAN, "makemigrations", "--check", "--dry-run"],
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
        "--include-apps",
        *_STATIONS,
    ],
}


def test(arguments: list[str]) -> int:
    """Run the tests with pytest's own arguments; the whole suite on every core, unless told otherwise."""
    return _run([*_PYTHON, "pytest", *_on_every_core(arguments), *arguments])


def _on_every_core(arguments: list[str]) -> list[str]:
    """Each core makes a test database of its own, which a few named tests do not repay."""
    named = any(argument.startswith("tests") for argument in arguments)
    told = any(argument.startswith(("-n", "--numprocesses", "-p", "--pdb")) for argument in arguments)
    return [] if named or told else ["-n", str(os.cpu_count() or 1)]


def check(arguments: list[str]) -> int:
    """Run every check, also after one has failed, and name those that failed."""
    steps = {**CHECKS, "tests": [*_PYTHON, "pytest", *_on_every_core([])]}
    if "--without-tests" in arguments:
        del steps["tests"]
    failed = []
    for name, command in steps.items():
        sys.stderr.write(f"== {name}\n")
        sys.stderr.flush()
        if _run(command) != 0:
            failed.append(name)
    sys.stderr.write(
        f"== gagal / failed: {', '.join(failed)}\n" if failed else "== semua lulus / all passed\n"
    )
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """Run benchmarks/; its own help says how."""
    return subprocess.run([*_PYTHON, "benchmarks", *arguments], cwd=ROOT, check=False).returncode


def _run(command: list[str]) -> int:
    # The tests have a mode of their own; the other tools examine an installation that serves nobody.
    environment = {"TITIAN_MODE": "test", **os.environ}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
