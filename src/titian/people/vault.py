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
    return seal_bytes(nik.encode(), owner)


def unseal(sealed: bytes, owner: str, version: int) -> str:
    """Decrypt what `seal` made. Raises cryptography's InvalidTag where owner or key differ."""
    return unseal_bytes(sealed, owner, version).decode()


def seal_bytes(content: bytes, owner: str) -> bytes:
    """Encrypt a whole file that holds national numbers, for its `owner`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(settings.KEYS.nik[current_version()]).encrypt(nonce, content, owner.encode())


def unseal_bytes(sealed: bytes, owner: str, version: int) -> bytes:
    """Decrypt what `seal_bytes` made."""
    return AESGCM(settings.KEYS.nik[version]).decrypt(
        sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], owner.encode()
    )


def person_owner(person_id: int) -> str:
    return f"person:{person_id}"
