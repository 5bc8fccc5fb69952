"""Half load for minutes: does memory stay flat?

The demo is served on the loopback from a home of its own; a clerk and a head read the pages of their day: lists with
filters, single classes, persons and rounds, a name sought, files taken out (each of which the journal writes down).
The most a closed loop of two readers gets in ten seconds is the full load; half of that is then asked evenly. Every
five seconds the proportional memory (PSS) of all web processes, the worker and PostgreSQL is read; the slope is a line
through what comes after the first third, in MB an hour, with its standard error.

    python benchmarks/soak.py [--minutes 2] [--home FOLDER] [--port 8095] [--json]
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    "/",
    "/paket/",
    "/lembaga/",
    "/roster/",
    "/roster/ditahan/",
    "/evaluasi/",
    "/paket/daftar.csv",
    "/publik/",
    "/orang/daftar/",
    "/orang/daftar/?kelamin=P",
    "/orang/daftar.csv",
    "/konseling/",
    "/seleksi/",
    "/pelatihan-dibuka/",
    "/pelatihan-dibuka/kalender/",
    "/undian/",
]
# The pages of one thing: the first five links of this shape on the list are asked as well.
DETAILS = {"/orang/daftar/": r"/orang/\d+/", "/paket/": r"/paket/\d+/", "/seleksi/": r"/seleksi/\d+/"}
SEEK, SOUGHT = "/orang/", ["siti", "budi", "sitti rahayu", "agus"]
READERS = 2
CALIBRATION = 10.0
EVERY = 5.0
START_SECONDS = 900.0


class Reader:
    """A signed-in browser that keeps its connection."""

    def __init__(self, port: int, username: str, password: str) -> None:
        self._port, self._cookies = port, {}
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        page = self.ask("GET", "/akun/masuk/")[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        form = {"login": username, "password": password, "csrfmiddlewaretoken": token[1] if token else ""}
        status, _body = self.ask("POST", "/akun/masuk/", urlencode(form))
        if status != 302:
            raise SystemExit(f"the demo account {username} cannot sign in: {status}")

    def pages(self) -> list[str]:
        """Return what this user may read in turn: the lists, and single things found on them."""
        found = [
            path
            for page, shape in DETAILS.items()
            for path in list(dict.fromkeys(re.findall(shape, self.ask("GET", page)[1])))[:5]
        ]
        return [SEEK, *(path for path in [*PAGES, *found] if self.ask("GET", path)[0] == 200)]

    def turn(self, path: str, number: int) -> int:
        """Ask for a page, or seek a name; return the status."""
        if path != SEEK:
            return self.ask("GET", path)[0]
        form = {"cari": SOUGHT[number % len(SOUGHT)], "csrfmiddlewaretoken": self._cookies["csrftoken"]}
        return self.ask("POST", path, urlencode(form))[0]

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1:{self._port}/",
            }
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode(errors="replace")
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _is, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, text


def processes(root: int, home: Path) -> dict[int, str]:
    """Return every process below `root` or below the PostgreSQL of `home`, by its command."""
    parents, names = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "stat").read_text()
            names[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
        parents[int(folder.name)] = int(told.rpartition(")")[2].split()[1])
    servers = {pid for pid, name in names.items() if "postgres" in name and str(home) in name}
    below, grown = {root, *servers}, True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in below} - below
        below, grown = below | more, bool(more)
    return {pid: names[pid] for pid in below if pid in names}


def pss(pids: dict[int, str]) -> Counter[str]:
    """Return the proportional memory of the processes in MB, added up by what they are."""
    sums: Counter[str] = Counter()
    for pid, command in pids.items():
        try:
            told = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        kind = "web" if "granian" in command else "postgresql" if "postgres" in command else "worker"
        found = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
        sums[kind] += int(found[1]) / 1024 if found else 0
    return sums


def slope(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the slope of the least-squares line in units an hour, and its standard error."""
    n = len(points)
    mean_t, mean_y = statistics.fmean(t for t, _y in points), statistics.fmean(y for _t, y in points)
    spread = sum((t - mean_t) ** 2 for t, _y in points)
    gain = sum((t - mean_t) * (y - mean_y) for t, y in points) / spread
    left = sum((y - mean_y - gain * (t - mean_t)) ** 2 for t, y in points)
    return gain * 3600, (left / max(n - 2, 1) / spread) ** 0.5 * 3600


def full_load(readers: list[Reader]) -> float:
    """Return the requests a second of a closed loop."""
    pages = [reader.pages() for reader in readers]
    until, done = time.monotonic() + CALIBRATION, Counter()

    def run(number: int) -> None:
        turn = number
        while time.monotonic() < until:
            readers[number].turn(pages[number][turn % len(pages[number])], turn)
            turn, done[number] = turn + 1, done[number] + 1

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(readers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done.total() / CALIBRATION


def soak(root: int, home: Path, readers: list[Reader], rate: float, minutes: float) -> dict[str, object]:
    """Ask `rate` requests a second for so long; return what was seen."""
    pages = [reader.pages() for reader in readers]
    start, statuses, times, samples = time.monotonic(), Counter(), [], []
    end, gap = start + minutes * 60, len(readers) / rate

    def run(number: int) -> None:
        due, turn = start + gap * number / len(readers), number
        while (now := time.monotonic()) < end:
            time.sleep(max(0.0, due - now))
            asked = time.monotonic()
            statuses[readers[number].turn(pages[number][turn % len(pages[number])], turn)] += 1
            times.append(time.monotonic() - asked)
            due, turn = max(due + gap, asked), turn + 1

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(len(readers))]
    for thread in threads:
        thread.start()
    while (now := time.monotonic()) < end:
        if not all(thread.is_alive() for thread in threads):
            raise SystemExit(f"a reader got no answer after {now - start:.0f} seconds: nothing was measured")
        samples.append((now - start, pss(processes(root, home))))
        time.sleep(min(EVERY, max(0.1, end - time.monotonic())))
    for thread in threads:
        thread.join()
    settled = samples[len(samples) // 3 :]
    told: dict[str, object] = {
        "minutes": minutes,
        "asked_per_second": round(rate, 1),
        "answers": {str(status): count for status, count in sorted(statuses.items())},
        "p50_ms": round(statistics.median(times) * 1000, 1),
        "p95_ms": round(statistics.quantiles(times, n=20)[18] * 1000, 1),
        "samples": len(samples),
    }
    for kind in ("web", "worker", "postgresql"):
        gain, error = slope([(at, sums[kind]) for at, sums in settled])
        told[kind] = {
            "first_mb": round(settled[0][1][kind], 1),
            "last_mb": round(settled[-1][1][kind], 1),
            "mb_an_hour": round(gain, 1),
            "standard_error": round(error, 1),
        }
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--port", type=int, default=8095)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="titian-soak-") as folder:
        home = given.home or Path(folder)
        environment = {**os.environ, "TITIAN_HOME": str(home), "TITIAN_EXPORTS_AN_HOUR": "1000000"}
        site = subprocess.Popen(
            [sys.executable, str(ROOT / "titian"), "demo", "--port", str(given.port)],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            start_new_session=True,
        )  # fmt: skip
        try:
            accounts = _accounts(site)
            readers = [Reader(given.port, *accounts[number]) for number in range(READERS)]
            full_load(readers)  # the first turn compiles pages
            full = full_load(readers)
            told = {
                "full_per_second": round(full, 1),
                **soak(site.pid, home, readers, full / 2, given.minutes),
            }
        finally:
            site.send_signal(signal.SIGTERM)
            site.wait(60)
    sys.stdout.write(json.dumps(told, indent=None if given.json else 2) + "\n")
    return 0


def _accounts(site: subprocess.Popen[str]) -> list[tuple[str, str]]:
    """Return two accounts of the centre from the list the demo prints once it serves."""
    found: dict[str, tuple[str, str]] = {}
    until = time.monotonic() + START_SECONDS
    assert site.stdout
    for line in site.stdout:
        parts = line.split()
        for role in ("Kepala balai", "Petugas balai"):
            if role in line and len(parts) > 2 and role not in found:
                found[role] = (parts[0], parts[1])
        if len(found) == READERS:
            threading.Thread(target=site.stdout.read, daemon=True).start()
            return list(found.values())
        if time.monotonic() > until:
            break
    raise SystemExit("the demo did not start")


if __name__ == "__main__":
    sys.exit(main())
