"""How names of persons are compared and shown.

The patterns avoid look-around and Unicode classes so that polars reads them exactly as Python does
(`titian.rosters.reading.names` holds the vectorised twins).
"""

from __future__ import annotations

import re
import unicodedata

from titian.core.text import key

SPACE = r"[ \t\r\n\f\v]"

# Honours and degrees written before a name.
_BEFORE = "prof|drs|dra|drg|drh|dr|ir|hj|h|kh|tn|ny|nn|sdri|sdr|ustadzah|ustadz|ust|apt|haji|hajjah"
PREFIX = rf"^(?:(?:{_BEFORE})(?:\.{SPACE}*|{SPACE}+))+"

# Degrees after a name that nobody bears as a name, so they need no comma before them.
_AFTER = "|".join(
    (
        rf"s\.?{SPACE}?(?:kom|pd|ag|sos|ip|psi|farm|kep|hum|hut|ikom|stat|sn|tr|gz|ked|kel|kes|km|si|ap)",
        rf"s\.{SPACE}?(?:i\.{SPACE}?kom|pd\.{SPACE}?i|pd\.{SPACE}?sd|tr\.{SPACE}?[a-z]+|k\.{SPACE}?m|i\.{SPACE}?p|s\.{SPACE}?t)",
        rf"s\.{SPACE}?(?:e|h|t|p|s|pt|tp|th)(?:\.{SPACE}?(?:i|sy|i\.{SPACE}?sy))?",
        rf"a\.?{SPACE}?(?:md|ma)(?:\.{SPACE}?[a-z]+)?",
        rf"m\.?{SPACE}?(?:pd|si|kom|hum|kes|ag|sc|eng|psi|ikom|farm|kep)(?:\.{SPACE}?i)?",
        rf"m\.{SPACE}?(?:m|t|h|a|p|ak)",
        rf"b\.{SPACE}?(?:sc|a|eng)",
        r"ph\.?d|m\.?b\.?a|n\.?s",
    )
)
# Degrees that without dots could be names: only after a comma.
_AFTER_COMMA = "se|sh|st|mm|mt|mh|ma|sp|ss|ba|msc|ak|ca|apt|sst|spt|ners|ns|lc|sthi|shi|sei|mh|mp"
SUFFIX = (
    rf"(?:(?:{SPACE}*,{SPACE}*|{SPACE}+)(?:{_AFTER})\.?|{SPACE}*,{SPACE}*(?:{_AFTER_COMMA})\.?)+"
    r"[ \t\r\n\f\v,.]*$"
)

_PREFIX = re.compile(PREFIX)
_SUFFIX = re.compile(SUFFIX)
_SPACES = re.compile(rf"{SPACE}+")


def person_key(name: str) -> str:
    """Return the name without case, spacing, punctuation and degrees: 'Drs. Budi S., M.M.' -> 'budis'."""
    plain = unicodedata.normalize("NFKC", name).casefold().strip(" \t\r\n\f\v")
    bare = _SUFFIX.sub("", _PREFIX.sub("", plain))
    return key(bare) or key(plain)


def display_name(raw: str) -> str:
    """Return the name trimmed, with single spaces, in title case if it came in one case."""
    name = _SPACES.sub(" ", raw).strip(" ")
    return _titled(name) if name.isupper() or name.islower() else name


def _titled(name: str) -> str:
    """Return the name with a capital at each word; an apostrophe begins no word (Ma'ruf)."""
    letters = []
    begins = True
    for letter in name:
        letters.append(letter.upper() if begins else letter.lower())
        begins = not (letter.isalnum() or letter in "'’`")
    return "".join(letters)
