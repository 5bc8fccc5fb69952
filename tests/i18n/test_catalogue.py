"""Both languages are whole."""

from __future__ import annotations

from pathlib import Path

from titian.core import catalogue


def test_every_sentence_has_its_english_and_the_compiled_file_is_current() -> None:
    assert catalogue.problems() == []


def test_extraction_sees_arguments_of_macros_lines_and_plurals(tmp_path: Path) -> None:
    folder = tmp_path / "station" / "jinja2"
    folder.mkdir(parents=True)
    (folder / "page.html").write_text(
        '{{ table(caption=_("Satu"),\n empty=_("Dua")) }}{{ ngettext("%(num)d baris", "%(num)d baris", 2) }}'
    )
    (tmp_path / "station" / "views.py").write_text(
        "from django.utils.translation import gettext_lazy as _, pgettext\n"
        'A = _("Tiga")\nB = pgettext("c", "Empat")\n'
    )

    found = {message.id for message in catalogue.extracted(tmp_path) if message.id}

    assert found == {"Satu", "Dua", ("%(num)d baris", "%(num)d baris"), "Tiga", "Empat"}
