"""The secrets of one installation: made at first use, kept in a file only its owner can read."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from titian.core.errors import DomainError

KEY_BYTES = 32


@dataclass(frozen=True)
class Keys:
    """`nik` and `nik_index` map a key version to 32 bytes.

    What is sealed now is sealed with the highest version of `nik`. Hashes are of version `index_in_force`; a higher
    one of `nik_index` is being brought in. `former_secrets` still open what they signed.

    `letters`, newest first, sign letters on paper; they outlive every change, or no old letter could be checked.
    `cards` are a chain, oldest first: a family card is hashed by each in turn, so that the hash follows a new key
    though its number is not kept. The last of them waits while a key is being brought in.
    """

    secret: str
    nik: dict[int, bytes]
    nik_index: dict[int, bytes]
    index_in_force: int = 1
    former_secrets: list[str] = field(default_factory=list)
    letters: list[bytes] = field(default_factory=list)
    cards: list[bytes] = field(default_factory=list)

    @property
    def newest(self) -> int:
        return max(self.nik)

    @property
    def is_changing(self) -> bool:
        """Whether a new key is being brought in."""
        return max(self.nik_index) > self.index_in_force

    @property
    def cards_in_force(self) -> int:
        """How many of the chain of `cards` a hash has gone through today."""
        return len(self.cards) - self.is_changing


def keys_of(home: Path) -> Keys:
    """Read the keys of this installation; make them if there are none."""
    path = home / "keys.json"
    if not path.exists():
        _make(path)
    return _read(path)


def passing_keys(home: Path) -> Keys:
    """Return the keys there are, or some that are never stored: for commands that only examine."""
    path = home / "keys.json"
    return _read(path) if path.exists() else _new_keys()


def with_new_nik_key(keys: Keys) -> Keys:
    """Return the keys and one more version of those of the national number."""
    version = keys.newest + 1
    return replace(
        keys,
        nik={**keys.nik, version: secrets.token_bytes(KEY_BYTES)},
        nik_index={**keys.nik_index, version: secrets.token_bytes(KEY_BYTES)},
        cards=[*keys.cards, secrets.token_bytes(KEY_BYTES)],
    )


def with_new_secret(keys: Keys) -> Keys:
    """Return the keys with another signing secret; the one until now still opens what it signed."""
    return replace(
        keys,
        secret=secrets.token_urlsafe(48),
        former_secrets=[keys.secret, *keys.former_secrets],
        letters=[secrets.token_bytes(KEY_BYTES), *keys.letters],
    )


def with_newest_in_force(keys: Keys) -> Keys:
    return replace(keys, index_in_force=max(keys.nik_index))


def without_former(keys: Keys) -> Keys:
    """Return the keys in force alone, and what old letters and hashes of family cards rest on."""
    return replace(
        keys,
        nik={keys.newest: keys.nik[keys.newest]},
        nik_index={keys.index_in_force: keys.nik_index[keys.index_in_force]},
        former_secrets=[],
    )


def keep_keys(home: Path, keys: Keys) -> None:
    """Replace the keys file whole: a crash leaves the one before or this one."""
    path = home / "keys.json"
    _draft(path, keys).replace(path)
    folder = os.open(home, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _read(path: Path) -> Keys:
    """Return what the file holds; where it cannot be read, a sentence: it is the first thing a wrong user meets."""
    try:
        return _told(json.loads(path.read_text()))
    except (OSError, ValueError, KeyError) as fault:
        raise DomainError(  # in both languages: read before translations are there
            f"Berkas kunci {path} tidak dapat dibaca: jalankan sebagai pengguna pemiliknya, atau pulihkan berkas itu. "
            f"/ The keys file cannot be read: run as the user who owns it, or restore it. ({fault})",
            code="keys_unread",
        ) from fault


def _told(stored: dict[str, Any]) -> Keys:
    index = {int(version): base64.b64decode(key) for version, key in stored["nik_index"].items()}
    former = stored.get("former_secrets", [])
    # A file of before these keys: letters were signed by the secrets, family cards hashed by the index of numbers.
    letters = [base64.b64decode(key) for key in stored["letters"]] if "letters" in stored else None
    cards = [base64.b64decode(key) for key in stored["cards"]] if "cards" in stored else None
    return Keys(
        secret=stored["secret"],
        nik={int(version): base64.b64decode(key) for version, key in stored["nik"].items()},
        nik_index=index,
        index_in_force=stored.get("index_in_force", max(index)),
        former_secrets=former,
        letters=[_letter_key(one) for one in (stored["secret"], *former)] if letters is None else letters,
        cards=[index[version] for version in sorted(index)] if cards is None else cards,
    )


def _letter_key(secret: str) -> bytes:
    """Return the key by which Django's signer signed letters with a secret; it opens nothing but letters."""
    return hashlib.sha256(b"titian.admissions.lettersigner" + secret.encode()).digest()


def _new_keys() -> Keys:
    return Keys(
        secret=secrets.token_urlsafe(48),
        nik={1: secrets.token_bytes(KEY_BYTES)},
        nik_index={1: secrets.token_bytes(KEY_BYTES)},
        letters=[secrets.token_bytes(KEY_BYTES)],
        cards=[secrets.token_bytes(KEY_BYTES)],
    )


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = _draft(path, _new_keys())
    try:
        os.link(draft, path)  # two processes at once: the first one's keys stay
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _draft(path: Path, keys: Keys) -> Path:
    """Write the keys beside the file, readable by their owner alone."""
    told = {
        "secret": keys.secret,
        "nik": {str(version): base64.b64encode(key).decode() for version, key in keys.nik.items()},
        "nik_index": {
            str(version): base64.b64encode(key).decode() for version, key in keys.nik_index.items()
        },
        "index_in_force": keys.index_in_force,
        "former_secrets": keys.former_secrets,
        "letters": [base64.b64encode(key).decode() for key in keys.letters],
        "cards": [base64.b64encode(key).decode() for key in keys.cards],
    }
    draft = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        json.dump(told, handle)
        handle.flush()
        os.fsync(handle.fileno())
    return draft
