"""How a wave (gelombang, tahap, angkatan) is written down: one spelling for one wave."""

from __future__ import annotations

import re

LONGEST_WAVE = 20
_WORDS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh")
_ROMAN = {"i": 1, "v": 5, "x": 10}
_NAMED = re.compile(r"^(?:gelombang|gel|tahap|angkatan|batch)\b[\s.:]*", re.IGNORECASE)
_ORDINAL = re.compile(r"^ke[\s-]*", re.IGNORECASE)


def wave_code(text: str) -> str:
    """Return the wave as it is compared: 'Gelombang II', 'tahap ke-2', 'dua' and '2' are all '2'."""
    plain = _ORDINAL.sub("", _NAMED.sub("", " ".join(text.split()))).strip(" .:-")
    word = plain.casefold()
    if word.isdecimal():
        return str(int(word))[:LONGEST_WAVE]
    if word in _WORDS:
        return str(_WORDS.index(word) + 1)
    if word and set(word) <= set(_ROMAN):
        return str(_roman(word))
    return plain[:LONGEST_WAVE]


def _roman(word: str) -> int:
    values = [_ROMAN[letter] for letter in word]
    return sum(
        -value if value < max(values[place + 1 :], default=0) else value for place, value in enumerate(values)
    )
