from pathlib import Path

import engines
import titian

PACKAGES = [Path(titian.__file__).parent, Path(engines.__file__).parent]
ROOT = PACKAGES[0].parents[1]
MOST_LINES = 400


def test_no_module_is_longer_than_four_hundred_lines():
    modules = [
        path for folder in [*PACKAGES, ROOT / "tests", ROOT / "benchmarks"] for path in folder.rglob("*.py")
    ]
    too_long = {
        str(path.relative_to(ROOT)): length
        for path in modules
        if (length := len(path.read_text().splitlines())) > MOST_LINES and "migrations" not in path.parts
    }
    assert too_long == {}


def test_there_is_no_room_without_a_part_of_speech():
    homeless = {"utils.py", "helpers.py", "misc.py", "signals.py", "common.py"}
    assert [path for folder in PACKAGES for path in folder.rglob("*.py") if path.name in homeless] == []


def test_the_locks_name_no_index_and_hash_everything():
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        text = lock.read_text()
        assert "://" not in text, lock.name
        assert text.count("==") <= text.count("--hash=sha256:"), lock.name


def test_developers_run_the_same_versions_as_the_site():
    def versions(name: str) -> set[str]:
        lines = (ROOT / "requirements" / name).read_text().splitlines()
        return {
            line.split(" \\")[0].split(" ;")[0] for line in lines if "==" in line and "--hash" not in line
        }

    assert versions("base.txt") - versions("dev.txt") == set()
