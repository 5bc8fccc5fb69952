"""The title block above a table: what it says of the class."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from titian.core.text import key
from titian.core.workbooks import Cell
from titian.planning.waves import wave_code
from titian.rosters.reading.cells import letter_of, text_of
from titian.rosters.reading.dates import date_range, one_date
from titian.rosters.reading.report import TitleBlock
from titian.rosters.reading.vocabulary import Vocabulary

_HOURS = re.compile(r"(\d{1,4})\s*(?:JP|JPL|jam pelajaran|jam pelatihan|jam)\b", re.IGNORECASE)
_CODE_BEFORE_NAME = re.compile(r"^\s*([A-Za-z]{0,8}\d{0,4}[-./]\d{1,4})\b")
_NUMBER = re.compile(r"\d+")
MOST_DIGITS = 4
CLASS_FIELDS = (
    "package", "programme", "organiser", "field_word", "fund_word", "wave", "hours", "starts_on", "ends_on",
)  # fmt: skip


def read_title(
    rows: Sequence[Sequence[Cell]],
    vocabulary: Vocabulary,
    *,
    months: dict[str, str],
    sheet_name: str,
    first_line: int = 1,
) -> TitleBlock:
    """Return what the lines above the heading row say; the package falls back to the sheet's name."""
    reader = _TitleReader(vocabulary, months)
    for number, row in enumerate(rows, first_line):
        filled = [(at, text_of(cell).strip()) for at, cell in enumerate(row) if cell != ""]
        reader.take_line([(f"{letter_of(at)}{number}", text) for at, text in filled])
    reader.finish()
    if "package" not in reader.values and (code := package_of_sheet(sheet_name)):
        reader.keep("package", code, "")
    return block_of(reader.values, vocabulary, months, reader.cells)


def wave_of_name(name: str, vocabulary: Vocabulary) -> str:
    """Return the wave a file's name tells, '' if it tells none: 'institusional-gelombang-2' -> '2'."""
    match = wave_pattern(vocabulary).search(name)
    return wave_code(match.group(1)) if match else ""


def package_of_sheet(name: str) -> str | None:
    """Return the package code a sheet's name begins with: 'INST-001 Barista' -> 'INST-001'."""
    match = _CODE_BEFORE_NAME.match(name)
    return match.group(1) if match else None


def block_of(
    values: dict[str, str], vocabulary: Vocabulary, months: dict[str, str], cells: dict[str, str]
) -> TitleBlock:
    """Return the title block these words make."""
    starts, ends = values.get("starts_on"), values.get("ends_on")
    return TitleBlock(
        programme=values.get("programme"),
        organiser=values.get("organiser"),
        package=values.get("package"),
        field_word=values.get("field_word"),
        field_code=vocabulary.fields.get(key(values.get("field_word", ""))),
        fund_word=values.get("fund_word"),
        fund_code=vocabulary.value_of("fund", values.get("fund_word", "")) or None,
        wave=wave_code(values["wave"]) if values.get("wave") else None,
        certification_body=values.get("certification_body"),
        hours=_number(values.get("hours")),
        starts_on=one_date(starts, months) if starts else None,
        ends_on=one_date(ends, months) if ends else None,
        capacity=_number(values.get("capacity")),
        cells={name: cell for name, cell in cells.items() if cell},
    )


def _number(text: str | None) -> int | None:
    match = _NUMBER.search(text or "")
    return int(match.group()) if match and len(match.group()) <= MOST_DIGITS else None


class _TitleReader:
    """Collects the values of a title block line by line; the first word on a matter stands."""

    def __init__(self, vocabulary: Vocabulary, months: dict[str, str]) -> None:
        self.labels = vocabulary.words.get("title_label", {})
        self.starts = vocabulary.words.get("title_start", {})
        self.months = months
        self.pattern = _label_pattern(tuple(sorted(vocabulary.words.get("title_label", {}))))
        self.wave = wave_pattern(vocabulary)
        self.values: dict[str, str] = {}
        self.cells: dict[str, str] = {}
        self.plain: list[tuple[str, str]] = []
        self.continues_heading = False

    def keep(self, name: str, value: str, cell: str) -> None:
        value = value.strip(" \t:;,|-–")
        if value and name not in self.values:
            self.values[name] = value
            self.cells[name] = cell

    def take_line(self, line: list[tuple[str, str]]) -> None:
        filled = [(cell, text) for cell, text in line if text]
        position = 0
        while position < len(filled):
            cell, text = filled[position]
            label = self.labels.get(key(text))
            if label is not None and text != ":" and position + 1 < len(filled):
                position += 1
                if filled[position][1] in (":", "=") and position + 1 < len(filled):
                    position += 1
                self._labelled(label, filled[position][1], filled[position][0])
            elif label is None or not text.endswith(":"):
                self._free(cell, text)
            position += 1

    def _free(self, cell: str, text: str) -> None:
        for part in re.split(r"[\n\r]+", text):
            self._free_line(cell, part.strip())

    def _free_line(self, cell: str, text: str) -> None:
        found = [match for match in self.pattern.finditer(text) if key(match.group(1)) in self.labels]
        before = text[: found[0].start()] if found else text
        for match, after in zip(found, [*found[1:], None], strict=False):
            value = text[match.end() : after.start() if after else None]
            value = self._hours_out(value, cell) if self.labels[key(match.group(1))] != "hours" else value
            self._labelled(
                self.labels[key(match.group(1))], re.split(r"\s{3,}|[;|\t]", value.strip())[0], cell
            )
        before = self._wave_out(self._hours_out(before, cell), cell).strip()
        if before and not self._dates(before, cell) and not self._heading(before, cell):
            self.plain.append((cell, before))

    def _hours_out(self, text: str, cell: str) -> str:
        match = _HOURS.search(text)
        if match is None:
            return text
        self.keep("hours", match.group(1), cell)
        return text[: match.start()] + text[match.end() :]

    def _wave_out(self, text: str, cell: str) -> str:
        match = self.wave.search(text)
        if match is None:
            return text
        self.keep("wave", match.group(1), cell)
        return text[: match.start()].rstrip(" -–,") + text[match.end() :]

    def _labelled(self, name: str, value: str, cell: str) -> None:
        if name == "dates":
            if not self._dates(value, cell):
                self.keep("starts_on", value, cell)
        else:
            self.keep(name, value, cell)

    def _dates(self, text: str, cell: str) -> bool:
        found = date_range(text, self.months)
        if found is None:
            return False
        self.keep("starts_on", found[0].isoformat(), cell)
        self.keep("ends_on", found[1].isoformat(), cell)
        return True

    def _heading(self, text: str, cell: str) -> bool:
        """Take 'DAFTAR PESERTA PELATIHAN X': what follows the known words is the programme."""
        plain = key(text) if text.isascii() else ""
        for start in sorted(self.starts, key=len, reverse=True):
            if plain and not plain.startswith(start):
                continue
            rest = _after(start, text)
            if rest is not None:
                self.keep(self.starts[start], rest, cell)
                return True
        return False

    def finish(self) -> None:
        """Give the first line without a label to the organiser, the next to the programme."""
        named = [(cell, text) for cell, text in self.plain if key(text)]
        for field in ("organiser", "programme"):
            if field not in self.values and named:
                cell, text = named.pop(0)
                self.keep(field, text, cell)


def _after(start: str, text: str) -> str | None:
    """Return what follows the words whose key is `start`, or None if the text does not begin with them."""
    seen = 0
    for position, letter in enumerate(text):
        if seen == len(start):
            return text[position:] if not letter.isalnum() else None
        if letter.isalnum():
            if not start.startswith(key(letter), seen):
                return None
            seen += len(key(letter))
    return "" if seen == len(start) else None


def wave_pattern(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Return a pattern of 'Gelombang II' and the like in running text."""
    return _wave_pattern(tuple(sorted(vocabulary.words.get("wave_word", {}))))


@lru_cache(maxsize=64)
def _wave_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    named = "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"
    number = r"(\d{1,2}|[IVX]{1,5})(?![^\W_])"
    return re.compile(rf"(?<![^\W_])(?:{named})(?![^\W_])[\s._-]*(?:ke[\s-]*)?{number}", re.IGNORECASE)


@lru_cache(maxsize=64)
def _label_pattern(labels: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of 'Label:' in running text; spaces and points may stand inside a label."""
    alternatives = "|".join(
        r"[\s.]*".join(re.escape(letter) for letter in label)
        for label in sorted(labels, key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w)({alternatives})\s*[:=]\s*", re.IGNORECASE)
