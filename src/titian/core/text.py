"""How words compare here: without case, spacing and punctuation."""

from __future__ import annotations

import unicodedata

# Deletes what is no letter or digit from plain text; most text here is plain, and a year's rosters hold millions.
_PLAIN = {code: None for code in range(128) if not chr(code).isalnum()}


def key(text: str) -> str:
    """Return the letters and digits of `text`, lower case: 'Kab. Banyuwangi' -> 'kabbanyuwangi'."""
    if text.isascii():
        return text.lower().translate(_PLAIN)
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in plain if character.isalnum())
