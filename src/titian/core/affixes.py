"""Indonesian words by their roots: who looks for "menjahit" means "jahit", "penjahit" and "jahitan" too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

SHORTEST_ROOT = 3
# A prefix, and the letters it may have swallowed: menulis from tulis, memasak from masak, mengecat from cat.
PREFIXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("menge", ("",)), ("penge", ("",)), ("meng", ("", "k")), ("peng", ("", "k")), ("meny", ("s",)),
    ("peny", ("s",)), ("mem", ("", "p")), ("pem", ("", "p")), ("men", ("", "t")), ("pen", ("", "t")),
    ("me", ("",)), ("pe", ("",)), ("per", ("",)), ("pel", ("",)), ("ber", ("",)), ("bel", ("",)),
    ("ter", ("",)), ("di", ("",)), ("ke", ("",)), ("se", ("",)),
)  # fmt: skip
PLAIN = ("me", "pe")  # stand before these letters alone
PLAIN_BEFORE = "lrwymn"
SUFFIXES = ("", "an", "kan", "i")

CONSONANTS = frozenset("bcdfghjklmnpqrstvwxyz")
BEGINNINGS = frozenset((
    "bl", "br", "dr", "fl", "fr", "gl", "gr", "kh", "kl", "kr", "ny", "pl", "pr", "ps", "sk", "sl", "sm", "sn", "sp",
    "st", "sw", "sy", "tr",
))  # fmt: skip


@lru_cache(maxsize=20_000)
def roots(word: str) -> frozenset[str]:
    """Return what a word may come from, itself included; better one root too many than none."""
    found = {word, *_without_suffix(word)}
    for _layer in range(2):  # ke-per-awat-an has two prefixes
        found |= {root for stem in tuple(found) for root in _without_prefix(stem)}
    return frozenset(root for root in found if len(root) >= SHORTEST_ROOT and _can_be_said(root)) | {word}


def derived(word: str) -> list[str]:
    """Return the roots of a word and what can be made of each by affixes; a stemmer takes most of them for one.

    PostgreSQL's own reads "pengelasan" as "elas" and "las" as "las": asked for all, it meets what it made of either.
    """
    made: set[str] = set()
    for root in roots(word):
        stems = {root}
        for prefix, swallowed in PREFIXES:
            stems |= {prefix + root.removeprefix(letter) for letter in swallowed if root.startswith(letter)}
        made |= {stem + suffix for stem in stems for suffix in SUFFIXES}
    return sorted(made)


def nearest(word: str, vocabulary: Iterable[str]) -> str | None:
    """Return the word of the vocabulary that was probably meant, None where nothing is near enough."""
    most = 1 if len(word) < 6 else 2
    told: list[tuple[int, int, str]] = []
    for known in set(vocabulary):
        for form in (known, *roots(known)):
            if abs(len(form) - len(word)) <= most and _bag_distance(form, word) <= most:
                far = distance(word, form)
                if far <= most:
                    told.append((far, form != known, known))
    return min(told)[2] if told else None


def distance(one: str, other: str) -> int:
    """Return how many letters were dropped, added, changed or swapped (Damerau 1964, adjacent swaps)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        before, last, row = row, before, [place]
        for column, wanted in enumerate(other, 1):
            cost = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != wanted))
            if place > 1 and column > 1 and letter == other[column - 2] and one[place - 2] == wanted:
                cost = min(cost, last[column - 2] + 1)
            row.append(cost)
    return row[-1]


def _bag_distance(one: str, other: str) -> int:
    """A quick lower bound: letters that have no partner."""
    mine, theirs = Counter(one), Counter(other)
    return max((mine - theirs).total(), (theirs - mine).total())


def _can_be_said(root: str) -> bool:
    """No word begins with tj or ng: what an affix taken off wrongly leaves behind."""
    return not CONSONANTS.issuperset(root[:2]) or root[:2] in BEGINNINGS


def _without_suffix(word: str) -> set[str]:
    found = set()
    for outer in ("", "nya"):
        for inner in ("", "kan", "an", "i"):
            suffix = inner + outer
            if suffix and word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_ROOT:
                found.add(word.removesuffix(suffix))
    return found


def _without_prefix(stem: str) -> set[str]:
    found = set()
    for prefix, restored in PREFIXES:
        rest = stem.removeprefix(prefix)
        if rest == stem or len(rest) < SHORTEST_ROOT - (restored != ("",)):
            continue
        if prefix in PLAIN and rest[0] not in PLAIN_BEFORE:
            continue
        found |= {letter + rest for letter in restored}
    return found
