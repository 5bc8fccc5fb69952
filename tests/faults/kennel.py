"""Processes that do one deed and may be killed at any moment of it.

One process loads Django and forks before it has a connection, so a deed starts at once and a hundred moments
cost no more than the work that is interrupted.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import traceback
from typing import Any

from faults.site import Installation, end_group


class Kennel:
    """The parent's side: start a deed in one of the databases, wait for it, or kill it."""

    database = "titian"

    def __init__(self, site: Installation) -> None:
        self._keeper = subprocess.Popen(
            [sys.executable, "-m", "faults.kennel"],
            env=site.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def __enter__(self) -> Kennel:
        self._hear()
        return self

    def __exit__(self, *_fault: object) -> None:
        end_group(self._keeper)

    def run(self, deed: str, **told: Any) -> Any:
        """Do a deed to its end and return what it returned."""
        self.begin(deed, **told)
        answer = self.ended()
        assert "fault" not in answer, answer["fault"]
        return answer["value"]

    def begin(self, deed: str, **told: Any) -> None:
        """Start a deed and do something else meanwhile."""
        self._tell(deed=deed, told=told)

    def ended(self) -> dict[str, Any]:
        """Wait for the deed that was begun; its value, or how it failed."""
        return self._hear()

    def killed(self, deed: str, *, after: float, **told: Any) -> bool:
        """Kill a deed so many seconds after its start; return whether it was still at work."""
        self._tell(deed=deed, told=told, kill_after=after)
        return bool(self._hear()["killed"])

    def seconds(self, deed: str, **told: Any) -> float:
        started = time.monotonic()
        self.run(deed, **told)
        return time.monotonic() - started

    def _tell(self, **order: Any) -> None:
        assert self._keeper.stdin is not None
        self._keeper.stdin.write(json.dumps({"database": self.database, **order}).encode() + b"\n")
        self._keeper.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self._keeper.stdout is not None
        line = self._keeper.stdout.readline()
        assert line, "the keeper ended"
        answer: dict[str, Any] = json.loads(line)
        return answer


def moments(count: int, length: float, *, seed: int) -> list[float]:
    """Return random moments within the length of a deed, a little of them after its end."""
    chance = random.Random(seed)
    return [chance.uniform(0, length * 1.1) for _moment in range(count)]


def main() -> None:
    import django

    django.setup()
    from django.db import connections

    from faults import deeds

    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever a deed prints is no answer
    answers.write(b"{}\n")
    for line in sys.stdin:
        order = json.loads(line)
        told, hearing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(told)
            for alias in connections:
                connections[alias].settings_dict["NAME"] = order["database"]
            _do(getattr(deeds, order["deed"]), order["told"], hearing)
        os.close(hearing)
        if "kill_after" in order:
            answer = {"killed": _kill(child, order["kill_after"])}
        else:
            with os.fdopen(told, "rb") as report:
                answer = json.loads(report.read() or b'{"fault": "it died"}')
            os.waitpid(child, 0)
            told = -1
        if told != -1:
            os.close(told)
        answers.write(json.dumps(answer).encode() + b"\n")


def _do(deed: Any, told: dict[str, Any], hearing: int) -> None:
    try:
        answer = {"value": deed(**told)}
    except BaseException:  # noqa: BLE001 - whatever it was, the test is told
        answer = {"fault": traceback.format_exc()}
    os.write(hearing, json.dumps(answer).encode())
    os._exit(0)


def _kill(child: int, after: float) -> bool:
    deadline = time.monotonic() + after
    while time.monotonic() < deadline:
        if os.waitpid(child, os.WNOHANG)[0]:
            return False
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main()
