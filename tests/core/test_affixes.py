"""Words by their roots, and typing errors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from titian.core.affixes import derived, distance, nearest, roots

WORDS = st.text("abcdeghiklmnoprstu", min_size=1, max_size=12)


def finds(word: str, told: str) -> bool:
    """As the search does: forms a word can take, and words that begin with it."""
    return any(one in derived(word) or one.startswith(word) for one in told.split())


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("menjahit", "jahit"), ("penjahit", "jahit"), ("jahitan", "jahit"), ("pengelasan", "las"),
        ("mengecat", "cat"), ("memasak", "masak"), ("menulis", "tulis"), ("menyulam", "sulam"),
        ("memangkas", "pangkas"), ("mengukir", "ukir"), ("mengelola", "kelola"), ("keperawatan", "rawat"),
        ("perbengkelan", "bengkel"), ("pelatihan", "latih"), ("desainnya", "desain"),
    ],
)  # fmt: skip
def test_a_word_is_known_by_its_root(word, root):
    assert root in roots(word)


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("jahit", "operator menjahit garmen"), ("menjahit", "penjahit pakaian"), ("las", "pengelasan smaw"),
        ("pengelasan", "juru las"), ("tulis", "menulis surat"), ("cat", "pengecatan mobil"),
        ("komput", "operator komputer"), ("menyulam", "sulaman tangan"), ("masak", "pemasak"),
    ],
)  # fmt: skip
def test_who_looks_for_a_word_finds_its_relatives(word, told):
    assert finds(word, told)


@pytest.mark.parametrize(("word", "told"), [("las", "plastik"), ("cat", "catatan"), ("roti", "periotika")])
def test_a_word_within_another_is_no_relative(word, told):
    assert told not in derived(word)


@given(WORDS)
def test_every_word_finds_itself(word):
    assert word in roots(word)
    assert word in derived(word)


@given(WORDS, WORDS, WORDS)
def test_the_distance_is_one_of_letters(one, other, third):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))
    swapped = one[1] + one[0] + one[2:] if len(one) > 1 else one
    assert distance(one, swapped) <= 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("jahti", "menjahit"), ("baritsa", "barista"), ("komptuer", "komputer"), ("lsa", "las"), ("xyzw", None)],
)
def test_a_typing_error_is_read_as_the_nearest_word(typed, meant):
    assert nearest(typed, ["menjahit", "barista", "komputer", "las", "pengelasan"]) == meant
