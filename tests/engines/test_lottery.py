import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines import lottery


def leaves(count):
    return [lottery.leaf(bytes([place]) * 16, f"S1-{place:06d}") for place in range(count)]


def test_golden_values_another_program_must_find_too():
    """Written out by hand from the definition, as the page for visitors computes it."""
    first = hashlib.sha256(b"\x00" + b"\x00" * 16 + b"S1-000000").digest()
    second = hashlib.sha256(b"\x00" + b"\x01" * 16 + b"S1-000001").digest()
    assert lottery.root(leaves(2)) == hashlib.sha256(b"\x01" + first + second).digest()
    assert lottery.root([]).hex().startswith("e3b0c44298fc1c14")
    seed = lottery.seed("3614", lottery.root(leaves(2)))
    assert lottery.ticket(seed, "S1-000000") == int(hmac_hex(seed, b"S1-000000")[:16], 16)


def hmac_hex(key: bytes, message: bytes) -> str:
    """HMAC from its definition (RFC 2104)."""
    block = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in block) + message).digest()
    return hashlib.sha256(bytes(b ^ 0x5C for b in block) + inner).hexdigest()


@given(st.integers(1, 40), st.data())
def test_every_leaf_leads_to_the_root_and_no_other_does(count, data):
    place = data.draw(st.integers(0, count - 1))
    made = leaves(count)
    way = lottery.path(made, place)
    assert lottery.root_of_path(made[place], way) == lottery.root(made)
    assert lottery.root_of_path(lottery.leaf(b"x" * 16, "S1-000000"), way) != lottery.root(made)


@given(st.integers(2, 20), st.data())
def test_any_change_of_the_list_changes_the_root(count, data):
    made = leaves(count)
    place = data.draw(st.integers(0, count - 2))
    swapped = [*made]
    swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
    roots = [lottery.root(one) for one in (made, swapped, made[:-1], [*made, made[0]])]
    assert len(set(roots)) == 4


def test_a_leaf_that_is_not_there_has_no_path():
    with pytest.raises(ValueError, match="leaf 3 of 3"):
        lottery.path(leaves(3), 3)
    with pytest.raises(ValueError, match="neither"):
        lottery.root_of_path(leaves(1)[0], [("X", b"")])
