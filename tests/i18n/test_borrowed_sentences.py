"""What Django and the sign-in package say to people is said in our words, and says what to do."""

from __future__ import annotations

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import gettext, override

from titian.core.catalogue import BORROWED


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("This field is required.", "Isian ini wajib. Isi, lalu kirim lagi."),
        ("Incorrect password.", "Kata sandi tidak cocok. Ketik lagi."),
    ],
)
def test_our_words_come_before_theirs(theirs: str, ours: str) -> None:
    with override("id"):
        assert gettext(theirs) == ours


def test_no_sentence_lost_what_is_filled_in() -> None:
    with BORROWED.open("rb") as text:
        said = {str(message.id): str(message.string) for message in read_po(text) if message.id}

    assert [theirs for theirs, ours in said.items() if ("%" in theirs) != ("%" in ours)] == []
