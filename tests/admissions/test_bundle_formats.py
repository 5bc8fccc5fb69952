"""A file of a run written by an earlier version is checked as it was then, whatever was added since."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from titian.admissions.bundle import FORMAT, check_against_former, checks_of, sha256_of

STORED = Path(__file__).with_name("run-format-1.json")  # four applicants, two classes, a bed, a reserve
OF_ITS_CODE = {"code"}  # it names the sources of its day, which may have changed since


def failing(bundle: dict) -> set[str]:
    return {check.what for check in checks_of(bundle) if not check.holds} - OF_ITS_CODE


def test_a_stored_file_of_the_first_format_is_verified_and_a_changed_one_is_not():
    text = STORED.read_text()
    bundle = json.loads(text)
    assert bundle["format"] == "titian-admission-run/1" != FORMAT
    assert failing(bundle) == set()
    assert check_against_former(bundle, bundle, sha256_of(text)).holds is False  # it names no run before it
    contract = bundle["output"]["contract"]
    contract[0], contract[3] = contract[3], contract[0]
    assert failing(bundle) == {"outcome"}
    other = json.loads(text)
    other["lottery"]["thrown"] = "11111111111111111111"
    assert failing(other) == {"seed", "tickets"}
    with pytest.raises(ValueError, match="this is no"):
        checks_of({**bundle, "format": "titian-admission-run/0"})
