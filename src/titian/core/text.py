"""How words compare here: without case, spacing and punctuation."""

from __future__ import annotations

import unicodedata


def key(text: str) -> str:
    """Return the letters and digits of `text`, lower case: 'Kab. Banyuwangi' -> 'kabbanyuwangi'."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in plain if character.isalnum())
