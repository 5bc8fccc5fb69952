"""The launcher in a copy of its own, with tools that fail on purpose."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest

import titian
from titian.config import helptext
from titian.config.places import ROOT


@pytest.fixture
def place(tmp_path):
    """A checkout without .venv."""
    shutil.copy(ROOT / "titian", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    (tmp_path / "src" / "titian" / "config").mkdir(parents=True)
    for name in ("__init__.py", "config/__init__.py", "config/helptext.py"):
        shutil.copy(ROOT / "src/titian" / name, tmp_path / "src/titian" / name)
    return tmp_path


@pytest.fixture
def launcher(place):
    """The launcher of that checkout as a module."""
    loader = SourceFileLoader("titian_launcher", str(place / "titian"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("titian_launcher", loader))
    loader.exec_module(module)
    return module


def run(place: Path, *arguments: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(path) if path else "/usr/bin:/bin", "HOME": str(place / "nowhere")}
    return subprocess.run(
        [sys.executable, str(place / "titian"), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_needs_nothing_installed(place):
    done = run(place, "help")
    assert done.stdout == helptext.text() + "\n"
    assert not (place / ".venv").exists()


def test_help_names_every_command_in_both_languages():
    listed = [command for commands in helptext.GROUPS.values() for command in commands]
    assert all(command.indonesian and command.english for command in listed)
    of_titian = {path.stem for path in Path(titian.__file__).parent.glob("*/management/commands/[!_]*.py")}
    named = {command.usage.split()[0] for command in listed}
    assert of_titian - named == {"seed_demo", "print_sign_ins"}  # done by `demo`
    assert {"migrate", "check", "test", "bench", "help"} <= named


@pytest.mark.parametrize(("missing", "package"), [("ensurepip", "python3-venv"), ("venv", "python3-venv")])
def test_a_missing_module_is_named_with_its_package(launcher, monkeypatch, capsys, missing, package):
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        launcher.importlib.util, "find_spec", lambda name: None if name == missing else find_spec(name)
    )
    with pytest.raises(SystemExit, match="2"):
        launcher.make_venv(None, dict(os.environ))
    told = capsys.readouterr().err
    assert missing in told
    assert f"sudo apt install {package}" in told
    assert not os.path.exists(launcher.VENV)


def test_an_old_python_is_told_so(launcher, monkeypatch, capsys):
    monkeypatch.setattr(launcher.sys, "version_info", (3, 9))
    with pytest.raises(SystemExit, match="2"):
        launcher.refuse_old_python()
    assert "Python 3.11 atau lebih baru; ini Python 3.9" in capsys.readouterr().err


def _ready(launcher, **hashes):
    (Path(launcher.VENV) / "bin").mkdir(parents=True, exist_ok=True)
    Path(launcher.PYTHON).touch()
    Path(launcher.STAMP).write_text(json.dumps(hashes))


def test_an_environment_is_ready_while_its_lock_stays_the_same(launcher, place):
    _ready(launcher, base=hashlib.sha256((place / "requirements/base.txt").read_bytes()).hexdigest())
    assert launcher.is_ready("base")
    assert not launcher.is_ready("dev")
    with (place / "requirements/base.txt").open("a") as lock:
        lock.write("# another\n")
    assert not launcher.is_ready("base")


def test_a_half_made_environment_is_made_again(launcher, monkeypatch):
    _ready(launcher, base=launcher.hash_of("base"))
    Path(launcher.MAKING).touch()
    left_over = Path(launcher.VENV) / "left-over"
    left_over.touch()

    def fake_run(command, _environment, quiet=False):
        if "venv" in command:
            Path(launcher.PYTHON).parent.mkdir(parents=True)
            Path(launcher.PYTHON).touch()
        return True

    monkeypatch.setattr(launcher, "run", fake_run)
    assert not launcher.is_ready("base")
    launcher.make_ready("base")
    assert launcher.is_ready("base")
    assert not left_over.exists()


def test_plain_pip_is_used_where_uv_cannot_be_had(launcher, monkeypatch):
    commands = []

    def fake_run(command, _environment, quiet=False):
        commands.append(command)
        return "uv" not in " ".join(map(str, command))

    monkeypatch.setattr(launcher, "run", fake_run)
    launcher.install("base", None, {})
    assert commands[-1][1:4] == ["-m", "pip", "install"]
    assert "--require-hashes" in commands[-1]


def test_no_installation_is_reported_as_one_sentence(launcher, monkeypatch, capsys):
    monkeypatch.setattr(launcher, "run", lambda command, _environment, quiet=False: "import pip" in command)
    with pytest.raises(SystemExit, match="2"):
        launcher.install("base", None, {})
    assert "Pustaka tidak dapat dipasang" in capsys.readouterr().err


def test_an_unwritable_home_is_given_no_cache(launcher, monkeypatch):
    monkeypatch.setattr(launcher, "cache_is_writable", lambda: False)
    environment = launcher.environment_for_installers()
    assert (environment["UV_NO_CACHE"], environment["PIP_NO_CACHE_DIR"]) == ("1", "1")


def test_the_launcher_names_no_index():
    assert "://" not in (ROOT / "titian").read_text()
