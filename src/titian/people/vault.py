"""The national number at rest: encrypted for its person, found by a keyed hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


def current_version() -> int:
    """Return the key version in force."""
    return max(settings.KEYS.nik)


def index_of(nik: str, version: int | None = None) -> bytes:
    """Return the keyed hash by which a NIK of sixteen digits is found."""
    key = settings.KEYS.nik_index[version or current_version()]
    return hmac.digest(key, nik.encode(), hashlib.sha256)


def seal(nik: str, owner: str) -> bytes:
    """Encrypt a NIK so that it opens only for `owner`: a copied cell of the table is worthless elsewhere."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    cipher = AESGCM(settings.KEYS.nik[current_version()]).encrypt(nonce, nik.encode(), owner.encode())
    return nonce + cipher


def unseal(sealed: bytes, owner: str, version: int) -> str:
    """Decrypt what `seal` made. Raises cryptography's InvalidTag where owner or key differ."""
    plain = AESGCM(settings.KEYS.nik[version]).decrypt(
        sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], owner.encode()
    )
    return plain.decode()


def person_owner(person_id: int) -> str:
    return f"person:{person_id}"
