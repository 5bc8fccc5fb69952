"""`./titian bench [NAME ...] [--size small|full] [--json]`: each benchmark in a process of its own."""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from benchmarks import database, measuring
from benchmarks.report import Figure, Report

FOLDER = Path(__file__).parent
HELPERS = {"__init__", "__main__", "report", "measuring", "database", "soak"}  # soak is run by its own name
SIZES = ("small", "full")


def names() -> list[str]:
    """Every module of this folder that is no helper and no generator (their names begin with `_`)."""
    return sorted(
        path.stem
        for path in FOLDER.glob("*.py")
        if path.stem not in HELPERS and not path.stem.startswith("_")
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./titian bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if unknown := [name for name in asked.names if name not in names()]:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(names())}")
    if asked.here:
        (name,) = asked.names
        print(json.dumps(run_here(name, asked.size)))
        return 0
    return run_all(asked.names or names(), asked.size, as_json=asked.json)


def run_all(wanted: list[str], size: str, *, as_json: bool) -> int:
    """Run them one after the other; one that breaks does not stop the others, but the exit code says so."""
    answers, broken = [], []
    for name in wanted:
        if not as_json:
            print(f"== {name} ({size})", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks", name, "--size", size, "--here"],
            cwd=FOLDER.parent, stdout=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            broken.append(name)
            print(f"  BROKEN: exit code {done.returncode}", file=sys.stderr, flush=True)
            continue
        answer = json.loads(done.stdout.splitlines()[-1])
        answers.append(answer)
        if not as_json:
            print(_lines(answer), flush=True)
    if as_json:
        print(json.dumps(answers[0] if len(wanted) == 1 and answers else answers, indent=1))
    return 1 if broken else 0


def run_here(name: str, size: str) -> dict[str, Any]:
    """Run one benchmark in this process; settings are pointed to its database before anything imports them."""
    own = database.name_of(name)
    database.point_settings_to(own)
    import django

    django.setup()
    module = importlib.import_module(f"benchmarks.{name}")
    with database.throw_away(own) if getattr(module, "DATABASE", False) else nullcontext():
        report: Report = module.run(size)
        django.db.connections.close_all()
    return {
        "name": name,
        "size": size,
        "question": report.question,
        "sizes": dict(report.sizes),
        "figures": [figure.as_json() for figure in report.figures],
        "notes": list(report.notes),
        "skipped": report.skipped,
        "peak_memory": measuring.peak_memory(),
        "versions": measuring.versions(*getattr(module, "LIBRARIES", ())),
        "machine": measuring.machine(),
    }


def _lines(answer: dict[str, Any]) -> str:
    memory = answer["peak_memory"]
    lines = [
        f"  {answer['question']}",
        f"  sizes: {', '.join(f'{k} {v}' for k, v in answer['sizes'].items())}",
    ]
    if answer["skipped"]:
        lines.append(f"  skipped: {answer['skipped']}")
    fields = set(Figure.__dataclass_fields__)
    lines += [
        Figure(**{k: v for k, v in figure.items() if k in fields}).as_line() for figure in answer["figures"]
    ]
    lines += [f"  note: {note}" for note in answer["notes"]]
    lines.append(f"  peak memory: {memory['process_mb']} MB (largest child {memory['largest_child_mb']} MB)")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
