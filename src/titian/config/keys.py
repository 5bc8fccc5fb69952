"""The secrets of one installation: made at first use, kept in a file only its owner can read."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Keys:
    """`nik` and `nik_index` map a key version to 32 bytes; the highest version is in force."""

    secret: str
    nik: dict[int, bytes]
    nik_index: dict[int, bytes]


def keys_of(home: Path) -> Keys:
    """Read the keys of this installation; make them if there are none."""
    path = home / "keys.json"
    if not path.exists():
        _make(path)
    return _read(path)


def passing_keys(home: Path) -> Keys:
    """Return the keys there are, or some that are never stored: for commands that only examine."""
    path = home / "keys.json"
    if path.exists():
        return _read(path)
    return Keys(
        secret=secrets.token_urlsafe(48),
        nik={1: secrets.token_bytes(32)},
        nik_index={1: secrets.token_bytes(32)},
    )


def _read(path: Path) -> Keys:
    stored = json.loads(path.read_text())
    return Keys(
        secret=stored["secret"],
        nik={int(version): base64.b64decode(key) for version, key in stored["nik"].items()},
        nik_index={int(version): base64.b64decode(key) for version, key in stored["nik_index"].items()},
    )


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = {
        "secret": secrets.token_urlsafe(48),
        "nik": {"1": base64.b64encode(secrets.token_bytes(32)).decode()},
        "nik_index": {"1": base64.b64encode(secrets.token_bytes(32)).decode()},
    }
    draft = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        json.dump(keys, handle)
    try:
        os.link(draft, path)  # two processes at once: the first one's keys stay
    except FileExistsError:
        pass
    finally:
        draft.unlink()
