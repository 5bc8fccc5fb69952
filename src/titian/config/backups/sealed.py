"""A sealed file: a head that anybody may read, then pieces that only the holder of the keys can open.

Each piece is AES-256-GCM under a key of its own file, derived from the NIK key in force. Its number is the nonce;
the head and whether it is the last are part of what is signed, so pieces cannot be cut off, moved or exchanged.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import struct
from collections.abc import Iterator
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _

from titian.config.keys import Keys
from titian.core.errors import DomainError

MAGIC = b"TITIAN-BACKUP 1\n"
PIECE = 1024 * 1024
LARGEST_HEAD = 64 * 1024
_LENGTH = struct.Struct(">I")


class Sealer:
    """Writes a sealed file."""

    def __init__(self, file: IO[bytes], keys: Keys, head: dict[str, Any]) -> None:
        version = max(keys.nik)
        salt = secrets.token_bytes(32)
        told = {**head, "key": version, "check": _check(keys, version), "salt": salt.hex()}
        line = json.dumps(told).encode() + b"\n"
        file.write(MAGIC + line)
        self._file, self._number, self._signed = file, 0, hashlib.sha256(line).digest()
        self._cipher = AESGCM(_key(keys, version, salt))

    def write(self, piece: bytes, *, last: bool = False) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number), piece, self._signed + bytes([last]))
        self._file.write(_LENGTH.pack(len(sealed) << 1 | last) + sealed)
        self._number += 1


def open_sealed(file: IO[bytes], keys: Keys) -> tuple[dict[str, Any], Iterator[bytes]]:
    """Return the head and the pieces; a file that was changed or cut is refused where it stops being whole."""
    line = file.readline(LARGEST_HEAD) if file.read(len(MAGIC)) == MAGIC else b""
    if not line.endswith(b"\n"):
        raise DomainError(_("Berkas ini bukan cadangan Titian."), code="no_backup")
    head: dict[str, Any] = json.loads(line)
    version = int(head["key"])
    if version not in keys.nik or not hmac.compare_digest(_check(keys, version), head["check"]):
        raise DomainError(
            _("Cadangan ini disegel dengan kunci lain: letakkan keys.json dari instalasi asalnya."),
            code="other_keys",
        )
    cipher = AESGCM(_key(keys, version, bytes.fromhex(head["salt"])))
    return head, _pieces(file, cipher, hashlib.sha256(line).digest())


def _pieces(file: IO[bytes], cipher: AESGCM, signed: bytes) -> Iterator[bytes]:
    number, last = 0, False
    while not last:
        told = file.read(_LENGTH.size)
        length = _LENGTH.unpack(told)[0] if len(told) == _LENGTH.size else 0
        last = bool(length & 1)
        sealed = file.read(min(length >> 1, PIECE + 16))
        if len(sealed) != length >> 1 or (last and file.read(1)):
            raise _broken()
        try:
            yield cipher.decrypt(_nonce(number), sealed, signed + bytes([last]))
        except (InvalidTag, ValueError) as fault:
            raise _broken() from fault
        number += 1


def _broken() -> DomainError:
    return DomainError(
        _("Berkas cadangan terpotong atau berubah; pakai cadangan lain."), code="backup_broken"
    )


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _key(keys: Keys, version: int, salt: bytes) -> bytes:
    return hmac.digest(keys.nik[version], b"titian backup" + salt, hashlib.sha256)


def _check(keys: Keys, version: int) -> str:
    """A mark by which the right keys are known before anything is opened; it tells nothing about them."""
    return hmac.digest(keys.nik[version], b"titian backup check", hashlib.sha256).hex()[:16]
