"""How words compare here, without case, spacing and punctuation, and how they go into a sheet."""

from __future__ import annotations

import unicodedata

# Deletes what is no letter or digit from plain text; most text here is plain, and a year's rosters hold millions.
_PLAIN = {code: None for code in range(128) if not chr(code).isalnum()}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def key(text: str) -> str:
    """Return the letters and digits of `text`, lower case: 'Kab. Banyuwangi' -> 'kabbanyuwangi'."""
    if text.isascii():
        return text.lower().translate(_PLAIN)
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in plain if character.isalnum())


def plain_cell(text: str) -> str:
    """Return the text so that a spreadsheet does not take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def words(text: str) -> str:
    """Return the words of `text`, lower case, single spaces, without punctuation: 'Moh. Arif' -> 'moh arif'."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(
        letter if letter.isalnum() else " " if not unicodedata.combining(letter) else "" for letter in plain
    )
    return " ".join(kept.split())
