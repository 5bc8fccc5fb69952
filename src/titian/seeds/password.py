"""The one password of all demo accounts: random for each installation, kept where only its owner reads."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings

CONSONANTS = "bdfghjklmnprstw"
VOWELS = "aiueo"
WORDS, SYLLABLES = 4, 2  # 75 to the power of 8: about 50 bits


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
    words = ("".join(_syllable() for _ in range(SYLLABLES)) for _ in range(WORDS))
    return "-".join(words)


def _syllable() -> str:
    return secrets.choice(CONSONANTS) + secrets.choice(VOWELS)
