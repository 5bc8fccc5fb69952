"""Known holes in the libraries we ship, and secrets somebody left in the sources."""

from __future__ import annotations

import json
import subprocess
import sys

from titian.config.places import ROOT

SECONDS = 45
SEARCHED = ["src", "tests", "benchmarks", "deploy", "docs", "titian", ".ci"]
NO_SOURCES = r"\.(po|mo|css|js|csv|json|svg|png|xlsx|woff2?|gz)$|/migrations/"
# Random-looking text is everywhere here (hashes of migrations, of locks); keys and passwords have shapes of their own.
TOO_EAGER = ["HexHighEntropyString", "Base64HighEntropyString"]


def libraries() -> int:
    """Ask the database of known holes about the lock; say so, and pass, where it cannot be asked."""
    command = [
        sys.executable, "-m", "pip_audit", "--requirement", "requirements/base.txt", "--no-deps", "--disable-pip",
        "--format", "json", "--progress-spinner", "off", "--timeout", "5",
    ]  # fmt: skip
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=SECONDS)
        found = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return _say(
            "pip-audit: the database of known holes cannot be reached from here; nothing was audited.", 0
        )
    asked = [one for one in found if "skip_reason" not in one]
    if not asked:
        return _say(
            "pip-audit: the database of known holes knows none of the libraries here; nothing was audited.", 0
        )
    holes = [
        f"{one['name']} {one['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or '-'}"
        for one in asked
        for hole in one["vulns"]
    ]
    return _say(
        "\n".join(holes) or f"pip-audit: {len(asked)} of {len(found)} audited, no hole known.", len(holes)
    )


def secrets() -> int:
    """Search the sources for passwords, keys and tokens; an invented one says so on its line."""
    command = [sys.executable, "-m", "detect_secrets", "scan", *SEARCHED, "--exclude-files", NO_SOURCES]
    command += [part for plugin in TOO_EAGER for part in ("--disable-plugin", plugin)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = [
        f"{path}:{one['line_number']}: {one['type']}"
        for path, ones in json.loads(done.stdout)["results"].items()
        for one in ones
    ]
    return _say("\n".join(found) or "detect-secrets: nothing found.", len(found))


def _say(text: str, faults: int) -> int:
    sys.stderr.write(text + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit({"libraries": libraries, "secrets": secrets}[sys.argv[1]]())
