"""The one password of all demo accounts: random for each installation, kept where only its owner reads."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings

CONSONANTS = "bdfghjklmnprstw"
VOWELS = "aiueo"
PAIRS, SYLLABLES, DIGITS = 2, 2, 4  # 75 to the power of 4 times 10 to the power of 8: about 51 bits


def password_file() -> Path:
    return Path(settings.HOME) / "demo-password"


def demo_password() -> str:
    """Return the password of this installation, made at first use."""
    path = password_file()
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(_invented() + "\n")
    return path.read_text().strip()


def _invented() -> str:
    """Half of it is digits: letters alone would now and then be found too like the name of an account."""
    return "-".join(part for _ in range(PAIRS) for part in (_word(), _number()))


def _word() -> str:
    return "".join(_syllable() for _ in range(SYLLABLES))


def _number() -> str:
    return "".join(secrets.choice("0123456789") for _ in range(DIGITS))


def _syllable() -> str:
    return secrets.choice(CONSONANTS) + secrets.choice(VOWELS)
