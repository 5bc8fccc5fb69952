"""The words a reader knows: headings, values, title labels, regions."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import titian.rosters
import titian.standards
from titian.core.text import key

LEAVE_OUT = "-"
CITY_FROM = "71"
MOST_ASKED = 20_000  # headings remembered with their meaning: a workbook says the same ones on every sheet

HEADING_FILE = Path(titian.rosters.__file__).parent / "data" / "heading_words.csv"
VALUE_FILE = Path(titian.rosters.__file__).parent / "data" / "value_words.csv"
_STANDARDS = Path(titian.standards.__file__).parent / "data"


def word_key(text: str) -> str:
    """Return how a word in a cell compares; a cell of dashes only is '-', a lone tick stays itself."""
    plain = key(text)
    if plain:
        return plain
    signs = "".join(text.split())
    return "-" if signs and all(sign in "-–—_" for sign in signs) else signs


def heading_key(text: str) -> str:
    """Return how a heading compares: as its letters and digits; a heading of signs only as itself."""
    return key(text) or word_key(text)


@dataclass(frozen=True)
class Vocabulary:
    """What the words of rosters mean to one centre. Keys are `word_key`s; a value '' means *unknown*."""

    headings: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    provinces: frozenset[str] = frozenset()
    regencies: Mapping[str, str] = field(default_factory=dict)
    districts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    _asked: dict[str, str | None] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        headings: Iterable[tuple[str, str]],
        values: Iterable[tuple[str, str, str]],
        provinces: Iterable[str],
        regencies: Iterable[tuple[str, str]],
        districts: Iterable[tuple[str, str]],
        fields: Iterable[tuple[str, str]],
    ) -> Vocabulary:
        """Build it from headings (field, text), values (kind, text, value), and codes with their names.

        A later pair wins over an earlier one, so the words of a centre come after those for all.
        """
        heading_fields: dict[str, str] = {}
        for name, text in headings:
            heading_fields[heading_key(text)] = name
        words: dict[str, dict[str, str]] = {}
        for kind, text, value in values:
            words.setdefault(kind, {})[word_key(text)] = value
        return cls(
            headings=heading_fields,
            words=words,
            provinces=frozenset(provinces),
            regencies=_regency_names(regencies),
            districts={(code[:5], key(name)): code for code, name in districts},
            fields={key(name): code for code, name in fields},
        )

    @classmethod
    def from_files(cls) -> Vocabulary:
        """Read the words for all from the repository's files, without a database."""
        fields = [
            (row["code"], name)
            for row in _rows(_STANDARDS / "fields.csv")
            for name in (row["name"], *row["aliases"].split("|"))
            if name
        ]
        return cls.of(
            headings=((row["field"], row["text"]) for row in _rows(HEADING_FILE)),
            values=((row["kind"], row["text"], row["value"]) for row in _rows(VALUE_FILE)),
            provinces=(row["code"] for row in _rows(_STANDARDS / "provinces.csv")),
            regencies=((row["code"], row["name"]) for row in _rows(_STANDARDS / "regencies.csv")),
            districts=((row["code"], row["name"]) for row in _rows(_STANDARDS / "districts.csv")),
            fields=fields,
        )

    def with_headings(self, overrides: Mapping[str, str]) -> Vocabulary:
        """Return it with these headings known (heading text -> field, or '-' to leave the column out)."""
        if not overrides:
            return self
        known = {heading_key(text): name for text, name in overrides.items()}
        return replace(self, headings={**self.headings, **known}, _asked={})

    def field_of(self, heading: str) -> str | None:
        """Return the field a heading names, '-' if its column is left out, None if the heading is unknown."""
        if heading not in self._asked:
            if len(self._asked) >= MOST_ASKED:
                self._asked.clear()
            self._asked[heading] = self.headings.get(heading_key(heading))
        return self._asked[heading]

    def value_of(self, kind: str, text: str) -> str | None:
        """Return what a word stands for ('' for *unknown*), or None if the word is not known."""
        return self.words.get(kind, {}).get(word_key(text))

    def suggestions(self, heading: str) -> tuple[str, ...]:
        """Return up to three fields whose known headings look like this one, nearest first."""
        near = difflib.get_close_matches(heading_key(heading), self.headings, n=8, cutoff=0.55)
        fields = dict.fromkeys(self.headings[match] for match in near)
        return tuple(name for name in fields if name != LEAVE_OUT)[:3]


def _regency_names(regencies: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return every spelling of each regency; the bare name is the kabupaten where a kota has it too."""
    names: dict[str, str] = {}
    bare: dict[str, str] = {}
    for code, name in sorted(regencies):
        city = code[3:] >= CITY_FROM
        short = name
        for before in ("Kabupaten Administrasi ", "Kota Administrasi ", "Kabupaten ", "Kota "):
            if name.startswith(before):
                short = name.removeprefix(before)
                break
        forms = ("Kota ", "Kotamadya ", "Kodya ") if city else ("Kabupaten ", "Kab ", "Kb ")
        for form in forms:
            names[key(form + short)] = code
        names[key(name)] = code
        bare.setdefault(key(short), code)
    return {**bare, **names}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
