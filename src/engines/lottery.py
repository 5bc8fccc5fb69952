"""A lottery anybody can check: a list sealed before the seed is known, a seed nobody at the office controls."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence

SALT_BYTES = 16


def leaf(salt: bytes, number: str) -> bytes:
    """Return the leaf of an application number: SHA-256(0x00, salt, number in UTF-8)."""
    return hashlib.sha256(b"\x00" + salt + number.encode()).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle tree hash of the leaves in their order.

    Source: RFC 9162, section 2.1.1, but over leaf hashes; of no leaves it is SHA-256 of nothing.
    """
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = _split(len(leaves))
    return _node(root(leaves[:split]), root(leaves[split:]))


def path(leaves: Sequence[bytes], place: int) -> list[tuple[str, bytes]]:
    """Return the way from the leaf at `place` to the root: ("L" or "R", the hash that stands on that side).

    Raises: ValueError where there is no such leaf.
    """
    if not 0 <= place < len(leaves):
        raise ValueError(f"leaf {place} of {len(leaves)}")
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if place < split:
        return [*path(leaves[:split], place), ("R", root(leaves[split:]))]
    return [*path(leaves[split:], place - split), ("L", root(leaves[:split]))]


def root_of_path(start: bytes, way: Sequence[tuple[str, bytes]]) -> bytes:
    """Return the root to which a leaf and its path lead; ValueError where a side is neither L nor R."""
    for side, other in way:
        if side not in ("L", "R"):
            raise ValueError(f"side {side!r} is neither L nor R")
        start = _node(other, start) if side == "L" else _node(start, other)
    return start


def seed(thrown: str, root_hash: bytes) -> bytes:
    """Return HMAC-SHA256(key: what was thrown, or a beacon's value in hexadecimal, as ASCII; message: the root)."""
    return hmac.digest(thrown.encode("ascii"), root_hash, "sha256")


def ticket(seed_bytes: bytes, number: str) -> int:
    """Return the first eight bytes of HMAC-SHA256(seed, number) as a whole number; lower comes first."""
    return int.from_bytes(hmac.digest(seed_bytes, number.encode(), "sha256")[:8], "big")


def beacon_value(signature: bytes) -> bytes:
    """Return the value of a beacon's round: SHA-256 of its signature.

    Source: drand, HTTP interface, field `randomness`.
    """
    return hashlib.sha256(signature).digest()


def beacon_time(number: int, *, genesis: int, period: int) -> int:
    """Return when round `number` (1, 2, ...) of a beacon comes out, in seconds since 1970; ValueError below 1."""
    if number < 1:
        raise ValueError(f"round {number} of a beacon; they are numbered from 1")
    return genesis + (number - 1) * period


def beacon_round_at(moment: int, *, genesis: int, period: int) -> int:
    """Return the first round of a beacon that comes out at a moment or later."""
    return max(1, -(-(moment - genesis) // period) + 1)


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(count: int) -> int:
    """Return the largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1
