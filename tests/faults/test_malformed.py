"""Files nobody should send are read or refused in words, within bounds of time and memory; 10,000 by option."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from faults.malformed import KINDS
from faults.site import ROOT

FILES = int(os.environ.get("TITIAN_MALFORMED_FILES", "120"))  # 10000 is a full run
SECONDS = 35  # of CPU, for the worst of them: a reader that never ends is stopped after 30
PEAK = 1500 * 1024  # kilobytes of memory, libraries included
CODES = {"read", "file_unreadable", "file_wrong_type", "file_too_large"}


def test_no_malformed_upload_breaks_the_reader():
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT / 'tests'}",
        "DJANGO_SETTINGS_MODULE": "titian.config.settings",
        "TITIAN_MODE": "test",
    }
    done = subprocess.run(
        [sys.executable, "-m", "faults.malformed", "20261126", "0", str(FILES)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, (
        lines[-1],
        done.stderr[-2000:],
    )  # the last line names the file that took it down
    read = [line for line in lines if "number" in line]
    assert len(read) == FILES
    assert [line for line in read if line["became"] not in {*CODES, "file_too_slow"}] == []
    assert [line for line in read if line["seconds"] > SECONDS] == []
    assert lines[-1]["peak"] < PEAK
    assert {line["kind"] for line in read} == set(KINDS)
    assert {line["became"] for line in read} == CODES
