"""The national number at rest: encrypted for its person, found by a keyed hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


def current_version() -> int:
    """Return the version of the key that seals."""
    return int(settings.KEYS.newest)


def index_of(nik: str, version: int | None = None) -> bytes:
    """Return the keyed hash by which a NIK of sixteen digits is found."""
    key = settings.KEYS.nik_index[version or settings.KEYS.index_in_force]
    return hmac.digest(key, nik.encode(), hashlib.sha256)


def index_many(niks: Sequence[str | None], version: int | None = None) -> list[bytes | None]:
    """Return the keyed hash of each NIK, as `index_of` does; what is not there stays so."""
    key = settings.KEYS.nik_index[version or settings.KEYS.index_in_force]
    return [None if nik is None else hmac.digest(key, nik.encode(), hashlib.sha256) for nik in niks]


def next_index_of(nik: str) -> bytes | None:
    """Return the hash in the key that is being brought in, None while there is no such key."""
    return index_of(nik, max(settings.KEYS.nik_index)) if settings.KEYS.is_changing else None


def next_index_many(niks: Sequence[str | None]) -> list[bytes | None]:
    """Return `next_index_of` each NIK."""
    if not settings.KEYS.is_changing:
        return [None] * len(niks)
    return index_many(niks, max(settings.KEYS.nik_index))


def card_index(number: str) -> bytes:
    """Return the keyed hash of a family card number of sixteen digits, in the keys in force."""
    return further(f"kk:{number}".encode(), 0, settings.KEYS.cards_in_force)


def further(hashed: bytes, done: int, wanted: int) -> bytes:
    """Carry a hash on through the chain of keys of family cards, from the key after `done` to that of `wanted`."""
    for key in settings.KEYS.cards[done:wanted]:
        hashed = hmac.digest(key, hashed, hashlib.sha256)
    return hashed


def seal(nik: str, owner: str) -> bytes:
    """Encrypt a NIK so that it opens only for `owner`: a copied cell of the table is worthless elsewhere."""
    return seal_bytes(nik.encode(), owner)


def unseal(sealed: bytes, owner: str, version: int) -> str:
    """Decrypt what `seal` made. Raises cryptography's InvalidTag where owner or key differ."""
    return unseal_bytes(sealed, owner, version).decode()


def unseal_many(sealed: Sequence[bytes], owners: Sequence[str], versions: Sequence[int]) -> list[str]:
    """Decrypt what `seal_many` made, each for its owner, with the key of its version."""
    ciphers = {version: _cipher(settings.KEYS.nik[version]) for version in set(versions)}
    return [
        ciphers[version].decrypt(told[:NONCE_BYTES], told[NONCE_BYTES:], owner.encode()).decode()
        for told, owner, version in zip(sealed, owners, versions, strict=True)
    ]


def seal_bytes(content: bytes, owner: str) -> bytes:
    """Encrypt a whole file that holds national numbers, for its `owner`."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _cipher(settings.KEYS.nik[current_version()]).encrypt(nonce, content, owner.encode())


def seal_many(texts: Sequence[str | None], owners: Sequence[str]) -> list[bytes | None]:
    """Encrypt each text for its own owner, as `seal` does; what is not there stays so."""
    cipher = _cipher(settings.KEYS.nik[current_version()])
    nonces = secrets.token_bytes(NONCE_BYTES * len(texts))
    sealed: list[bytes | None] = []
    for place, (text, owner) in enumerate(zip(texts, owners, strict=True)):
        nonce = nonces[place * NONCE_BYTES : (place + 1) * NONCE_BYTES]
        sealed.append(None if text is None else nonce + cipher.encrypt(nonce, text.encode(), owner.encode()))
    return sealed


def unseal_bytes(sealed: bytes, owner: str, version: int) -> bytes:
    """Decrypt what `seal_bytes` made."""
    return _cipher(settings.KEYS.nik[version]).decrypt(
        sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], owner.encode()
    )


def reseal(sealed: bytes, owner: str, version: int) -> bytes:
    """Return the same content sealed with the key in force."""
    return seal_bytes(unseal_bytes(sealed, owner, version), owner)


def person_owner(person_id: int) -> str:
    return f"person:{person_id}"


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)
