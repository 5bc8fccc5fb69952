"""The sealed file by itself: whatever was cut, changed, moved or sealed for somebody else is refused."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.config.backups.sealed import MAGIC, Sealer, open_sealed
from titian.config.keys import Keys
from titian.core.db.owner import connect_as_owner, environment_of_owner
from titian.core.errors import DomainError

TIMEOUTS = ("statement_timeout", "idle_in_transaction_session_timeout")
KEYS = Keys("", {1: b"1" * 32, 2: b"2" * 32}, {})


def sealed(*pieces: bytes, keys: Keys = KEYS) -> bytes:
    file = io.BytesIO()
    sealer = Sealer(file, keys, {"made_at": "2026-01-02"})
    for piece in pieces[:-1]:
        sealer.write(piece)
    sealer.write(pieces[-1], last=True)
    return file.getvalue()


def opened(content: bytes, keys: Keys = KEYS) -> bytes:
    _head, pieces = open_sealed(io.BytesIO(content), keys)
    return b"".join(pieces)


CONTENT = sealed(b"satu", b"", b"tiga" * 100)


def test_what_was_sealed_is_opened_and_not_read_without_the_key():
    assert opened(CONTENT) == b"satu" + b"tiga" * 100
    assert b"satu" not in CONTENT
    assert CONTENT.startswith(MAGIC + b'{"made_at": "2026-01-02", "key": 2')


@given(st.integers(0, len(CONTENT) - 1))
def test_a_file_cut_anywhere_is_refused(length):
    with pytest.raises(DomainError):
        opened(CONTENT[:length])


@given(st.integers(CONTENT.index(b"\n", len(MAGIC)) + 1, len(CONTENT) - 1), st.integers(1, 255))
def test_a_byte_changed_anywhere_in_the_pieces_is_refused(place, change):
    with pytest.raises(DomainError):
        opened(CONTENT[:place] + bytes([CONTENT[place] ^ change]) + CONTENT[place + 1 :])


def test_what_follows_the_last_piece_is_refused():
    with pytest.raises(DomainError):
        opened(CONTENT + b"x")


def test_pieces_of_another_file_or_under_other_keys_are_refused():
    other = sealed(b"satu", b"", b"tiga" * 100)
    head = CONTENT.index(b"\n", len(MAGIC)) + 1
    with pytest.raises(DomainError, match="terpotong atau berubah"):
        opened(CONTENT[:head] + other[head:])
    for keys in (Keys("", {1: b"1" * 32}, {}), Keys("", {2: b"x" * 32}, {})):
        with pytest.raises(DomainError, match="kunci lain"):
            opened(CONTENT, keys)
    with pytest.raises(DomainError, match="bukan cadangan"):
        opened(b"PK\x03\x04" + CONTENT)


def test_a_backup_made_before_a_change_of_keys_is_opened_while_the_older_key_is_kept():
    older = Keys("", {1: b"1" * 32}, {})
    assert opened(sealed(b"dahulu", keys=older)) == b"dahulu"


@pytest.mark.django_db
def test_no_timeout_of_the_server_cuts_a_backup_short():
    with connect_as_owner(autocommit=True) as database:
        waits = [database.execute(f"SHOW {name}").fetchone() for name in TIMEOUTS]
    assert waits == [("0",), ("0",)]
    assert all(f"-c {name}=0" in environment_of_owner()["PGOPTIONS"] for name in TIMEOUTS)
