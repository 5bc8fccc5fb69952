"""One installation is built once for all cores; each core breaks a copy of its own."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from faults.kennel import Kennel
from faults.site import Installation, build, copy_home, known


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole processes start and die here: on a busy machine that takes its time."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            asked = float(item.config.getoption("timeout") or 0)  # a full run asks for more
            item.add_marker(pytest.mark.timeout(max(900, asked)))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home that every test copies from; its server is stopped."""
    if settings.EXTERNAL_DATABASE:
        pytest.skip(
            "kills PostgreSQL and fills its disk: done to an embedded server of its own, never to one that others use"
        )
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    # Who tries one test many times keeps what was built; it must be removed after a change of the tables.
    home = Path(os.environ.get("TITIAN_FAULT_HOME", shared / "faults"))
    with (shared / "faults.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "known.json").exists():
            shutil.rmtree(home, ignore_errors=True)
            build(home)
    return home


@pytest.fixture(scope="session")
def running(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    site = copy_home(built, tmp_path_factory.mktemp("running") / "home")
    with site.server.running():
        yield site


@pytest.fixture
def site(running: Installation, request: pytest.FixtureRequest) -> Iterator[Installation]:
    """A database of this test alone on the server of this core."""
    running.revive()  # a test before this one may have killed it
    mine = running.copy(f"t{abs(hash(request.node.nodeid)) % 10**9}")
    yield mine
    mine.end()


@pytest.fixture(scope="session")
def _keeper(running: Installation) -> Iterator[Kennel]:
    with Kennel(running) as made:
        yield made


@pytest.fixture
def kennel(_keeper: Kennel, site: Installation) -> Kennel:
    """Processes with everything loaded that can be started at once, in the database of this test, and killed."""
    _keeper.database = site.name
    return _keeper


@pytest.fixture
def here(site: Installation) -> dict[str, Any]:
    return known(site)


@pytest.fixture
def fresh_home(built: Path, tmp_path: Path) -> Callable[[str], Installation]:
    """Another machine: a home of its own, nothing in it."""

    def make(name: str) -> Installation:
        (tmp_path / name).mkdir(mode=0o700)
        return Installation(tmp_path / name)

    return make


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """A disk of so many kilobytes; only root may mount one."""
    mounted: list[Path] = []

    def mount(kilobytes: int) -> Path:
        place = tmp_path / f"disk{len(mounted)}"
        place.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=0700", "titian-test", str(place)]
        if os.getuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode != 0:
            pytest.skip("only root may mount a small disk, and not everywhere")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", "-l", str(place)], check=True)
