"""Real servers in folders of their own; each test is bounded by the start of one or two of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from titian.core.db import embedded
from titian.core.db.embedded import EmbeddedServer, ServerUnavailable

SRC = Path(embedded.__file__).parents[3]


@pytest.fixture
def server(tmp_path):
    made = EmbeddedServer(tmp_path / "home")
    yield made
    made.stop()


def _connect(server: EmbeddedServer, user: str = "titian_app") -> psycopg.Connection:
    return psycopg.connect(host=str(server.socket), user=user, dbname="titian")


def _postmaster(server: EmbeddedServer) -> int:
    """The postmaster's pid as this process sees it; its own file may count in another namespace."""
    return int((server.data / "postmaster.pid").read_text().split()[0])


def test_the_last_user_stops_the_server(server):
    with server.running(fast=True):
        with server.running(fast=True), _connect(server) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert server.is_running()
    assert not server.is_running()


def test_neither_role_is_a_superuser_or_passes_policies(server):
    with server.running(fast=True), _connect(server) as connection:
        rows = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname LIKE 'titian%' ORDER BY 1"
        ).fetchall()
    assert rows == [("titian_app", False, False), ("titian_owner", False, False)]


def test_only_we_can_reach_the_socket(server):
    with server.running(fast=True):
        assert server.socket.stat().st_mode & 0o777 == 0o700


def test_starts_at_once_end_in_one_server(server):
    code = (
        "import sys; from pathlib import Path; from titian.core.db.embedded import EmbeddedServer;"
        "EmbeddedServer(Path(sys.argv[1])).start(fast=True)"
    )
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(server.home)], env={**os.environ, "PYTHONPATH": str(SRC)}
        )
        for _ in range(3)
    ]
    assert [start.wait(60) for start in starts] == [0, 0, 0]
    assert server.is_running()


def test_a_killed_postmaster_is_replaced_and_no_commit_is_lost(server):
    server.start()
    with _connect(server, "titian_owner") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS n")
    os.kill(_postmaster(server), signal.SIGKILL)
    time.sleep(0.1)
    server.start()
    with _connect(server, "titian_owner") as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (1,)


def test_a_half_made_cluster_is_made_again(server):
    half = server.home / "pgdata-new-1"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with server.running(fast=True):
        assert not half.exists()
        assert server.is_running()


def test_data_of_another_major_is_refused_with_the_way_out(tmp_path):
    server = EmbeddedServer(tmp_path)
    server.data.mkdir()
    (server.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(ServerUnavailable, match=r"PostgreSQL 14.*docs/operations.md"):
        server.start()
    assert (server.data / "PG_VERSION").read_text() == "14\n"


def test_a_deep_home_gets_a_short_socket_folder_of_its_own(tmp_path):
    one = EmbeddedServer(tmp_path / ("a" * 100))
    other = EmbeddedServer(tmp_path / ("b" * 100))
    assert len(str(one.socket)) < embedded.SOCKET_PATH_LIMIT
    assert one.socket != other.socket


def test_a_socket_folder_put_there_by_somebody_else_is_refused(tmp_path, monkeypatch):
    server = EmbeddedServer(tmp_path / ("a" * 100))
    monkeypatch.setattr(embedded.tempfile, "tempdir", str(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    server.socket.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ServerUnavailable, match="milik pengguna lain"):
        server.start()


def test_root_without_user_namespaces_is_told_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(embedded.os, "getuid", lambda: 0)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServerUnavailable, match="DATABASE_URL"):
        embedded._as_no_root()
