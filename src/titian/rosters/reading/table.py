"""The table of a sheet: its heading row, its columns, and which of its lines are persons."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from titian.core.text import key
from titian.core.workbooks import Cell
from titian.rosters.reading.cells import is_number, letter_of, text_of
from titian.rosters.reading.files import MAX_CELL, Grid, TextRows
from titian.rosters.reading.report import Problem, UnknownHeading
from titian.rosters.reading.vocabulary import LEAVE_OUT, Vocabulary, word_key

LOOK_FOR_HEADING = 80
FEW_CELLS = 5
LONG_NUMBER = 10
_PLACE_AND_DATE = re.compile(r"^[^\W\d][^\d,]*,\s*(?:\d{1,2}|[_.…]+)\s*[^\W\d]+\s*(?:\d{4}|[_.…]*)$")
_TOTAL_TAIL = re.compile(r"(?:peserta|orang|siswa|total|seluruh|keseluruhan|laki|lakilaki|perempuan|\d)*$")


@dataclass
class Table:
    """Heading row and columns of one sheet, and what was found in its lines."""

    header: int
    last_header: int
    columns: dict[str, int]
    headings: dict[str, str]
    unknown: list[UnknownHeading]
    extra: dict[int, str]
    left_out: list[str]
    problems: list[Problem] = field(default_factory=list)
    declared_total: int | None = None

    @cached_property
    def letters(self) -> dict[str, str]:
        """The letter of the column of each field."""
        return {name: letter_of(at) for name, at in self.columns.items()}


def find_table(grid: Grid, vocabulary: Vocabulary) -> Table | None:
    """Return the table of a sheet, without its rows; None where no line looks like a heading row."""
    best, best_score, guess = -1, 0, -1
    for position, row in enumerate(grid.rows[:LOOK_FOR_HEADING]):
        if best >= 0 and any(map(_is_long_number, row)):
            continue
        known = [vocabulary.field_of(text) for cell in row if cell and (text := _heading_text(cell))]
        fields = {name for name in known if name}
        score = len(fields) + 2 * bool(fields & {"name", "nik"}) if fields & {"name", "nik"} else len(fields)
        if score > best_score and len(fields) >= 3:
            best, best_score = position, score
        if guess < 0 and _looks_like_heading(grid.rows, position):
            guess = position
    if best < 0 and guess < 0:
        return None
    return _columns(grid, vocabulary, best if best >= 0 else guess)


def _heading_text(cell: Cell) -> str:
    return " ".join(text_of(cell).split()) if isinstance(cell, str) else ""


def _is_long_number(cell: Cell) -> bool:
    """Return whether a cell is a NIK, phone or member number, as no heading is."""
    return isinstance(cell, str) and len(cell) >= LONG_NUMBER and cell.isdigit()


def _looks_like_heading(rows: Sequence[Sequence[Cell]], position: int) -> bool:
    """Return whether a line of five or more different short words stands above lines as well filled."""
    texts = [text for cell in rows[position] if cell and (text := _heading_text(cell))]
    if len(texts) < 5 or len(set(texts)) < len(texts) or any(len(text) > 60 for text in texts):
        return False
    below = [sum(cell != "" for cell in row) for row in rows[position + 1 : position + 4]]
    return len(below) > 0 and max(below) >= min(4, len(texts)) and not any(map(is_number, rows[position]))


def _columns(grid: Grid, vocabulary: Vocabulary, position: int) -> Table:
    upper = [_heading_text(cell) for cell in grid.rows[position]]
    lower = [_heading_text(cell) for cell in grid.rows[position + 1]] if position + 1 < len(grid.rows) else []
    two_lines = _is_second_line(upper, lower, grid.rows[position + 1] if lower else [], vocabulary)
    texts = _joined(upper, lower, vocabulary) if two_lines else upper
    table = Table(position, position + two_lines, {}, {}, [], {}, [])
    for at, text in enumerate(texts):
        if not text:
            continue
        letter = letter_of(at)
        table.headings[letter] = text
        name = vocabulary.field_of(text)
        if name == LEAVE_OUT:
            table.left_out.append(text)
        elif name is None:
            _note_unknown(table, UnknownHeading(letter, text, vocabulary.suggestions(text)))
            table.extra[at] = text
        elif name in table.columns:
            table.problems.append(Problem("column_twice", {"letter": letter, "heading": text}))
            table.extra[at] = f"{text} ({letter})"
        else:
            table.columns[name] = at
    return table


def _note_unknown(table: Table, unknown: UnknownHeading) -> None:
    likely = unknown.suggestions[0] if unknown.suggestions else "data"
    params: dict[str, str | int] = {"letter": unknown.letter, "heading": unknown.heading, "field": likely}
    table.unknown.append(unknown)
    table.problems.append(Problem("unknown_column", params))


def _is_second_line(
    upper: list[str], lower: list[str], cells: Sequence[Cell], vocabulary: Vocabulary
) -> bool:
    """Return whether the next line is the lower half of merged headings: words only, under gaps or groups."""
    words = [text for text in lower if text]
    if not words or any(map(is_number, cells)):
        return False
    known = sum(vocabulary.field_of(text) is not None for text in words)
    gaps = sum(1 for above, below in zip(upper, lower, strict=False) if below and not above)
    return known >= 1 and gaps >= 1 and known + gaps >= len(words)


def _joined(upper: list[str], lower: list[str], vocabulary: Vocabulary) -> list[str]:
    """Return one heading a column: a group's name carries to the right over the gaps it spans."""
    texts, group = [], ""
    for above, below in zip(upper, lower, strict=False):
        group = above or (group if below else "")
        choices = [f"{group} {below}".strip(), below, group] if below else [above]
        texts.append(next((text for text in choices if vocabulary.field_of(text) is not None), choices[0]))
    return texts


def read_tables(pieces: Sequence[tuple[Table, Grid]], vocabulary: Vocabulary) -> pl.DataFrame:
    """Return the person rows of all tables as text by field, `table` their place among `pieces`.

    Beside the fields stand the row's number, whether its NIK is a number, and the original as JSON. Tables of one
    layout are read together: a workbook of six hundred classes costs hardly more than one long list.
    """
    alike: dict[tuple[object, ...], list[int]] = {}
    for place, (table, grid) in enumerate(pieces):
        alike.setdefault(_layout(table, grid), []).append(place)
    frames = []
    for places in alike.values():
        frame = _read_alike(places, pieces, vocabulary)
        if frame is None:  # something unheaded or huge in one of them is told of that one alone
            frames += [_read_one(place, pieces, vocabulary) for place in places]
        else:
            frames.append(frame)
    return pl.concat([frame for frame in frames if frame.height] or frames[:1], how="diagonal")


def _layout(table: Table, grid: Grid) -> tuple[object, ...]:
    width = len(grid.rows[table.header])
    return width, grid.textual, tuple(table.headings.items()), tuple(table.columns.items())


def _read_one(place: int, pieces: Sequence[tuple[Table, Grid]], vocabulary: Vocabulary) -> pl.DataFrame:
    read = _read_alike([place], pieces, vocabulary)
    assert read is not None
    return read


def _read_alike(
    places: Sequence[int], pieces: Sequence[tuple[Table, Grid]], vocabulary: Vocabulary
) -> pl.DataFrame | None:
    """Return the person rows of tables of one layout; None where several need to be told apart after all."""
    table = pieces[places[0]][0]
    numbers: list[int] = []
    of_table: list[int] = []
    found: list[Sequence[Sequence[Cell]]] = []
    for place in places:
        own, sheet = pieces[place]
        first = own.last_header + 1
        if first < len(sheet.rows) and _is_numbering(sheet.rows[first]):
            first += 1
        found.append(sheet.rows[first:])
        numbers += range(sheet.above + first + 1, sheet.above + len(sheet.rows) + 1)
        of_table += [place] * (len(sheet.rows) - first)
    original, nik_numeric = _as_text(
        found, len(pieces[places[0]][1].rows[table.header]), table.columns.get("nik")
    )
    stripped = original.with_columns(pl.all().str.strip_chars().replace("", None)).with_columns(
        pl.Series("row", numbers, dtype=pl.Int32), pl.Series("table", of_table, dtype=pl.UInt32)
    )
    unheaded = [
        at
        for at in range(original.width)
        if letter_of(at) not in table.headings
        and at not in table.extra
        and stripped[letter_of(at)].null_count() < len(numbers)
    ]
    longest = original.select(pl.all().str.len_chars().max()).row(0) if numbers else ()
    huge = [at for at, length in enumerate(longest) if (length or 0) > MAX_CELL]
    if len(places) > 1 and (unheaded or huge):
        return None
    table.problems += [Problem("cell_too_long", {"letter": letter_of(at)}) for at in huge]
    for at in unheaded:
        table.extra[at] = f"(kolom {letter_of(at)})"
    keep = _person_lines([pieces[place][0] for place in places], places, stripped, vocabulary)
    fields = table.letters
    named = {**{letter: name for name, letter in fields.items()}, **_extra_names(table)}
    raw = original.filter(keep).select(
        pl.struct(pl.col(letter).alias(name) for letter, name in named.items())
        .struct.json_encode()
        .alias("raw")
    )
    rows = stripped.select("table", "row", *(pl.col(letter).alias(name) for name, letter in fields.items()))
    if unheaded:
        _report_unheaded(table, stripped.filter(keep))
    return rows.with_columns(nik_numeric).filter(keep).with_columns(raw)


def _as_text(
    tables: Sequence[Sequence[Sequence[Cell]]], width: int, nik: int | None
) -> tuple[pl.DataFrame, pl.Series]:
    """Return the rows of tables of one width as columns of text, and in which of them the NIK is a number."""
    frames = [rows.frame for rows in tables if isinstance(rows, TextRows)]
    if frames:
        original = pl.concat(frames)
        return original, pl.repeat(False, original.height, eager=True).alias("nik_numeric")
    lines = list(itertools.chain.from_iterable(tables))
    columns: list[Sequence[Cell]] = list(zip(*lines, strict=False)) if lines else [()] * width
    numeric = [False] * len(lines) if nik is None else list(map(is_number, columns[nik]))
    original = pl.DataFrame([_text_series(letter_of(at), column) for at, column in enumerate(columns)])
    return original, pl.Series("nik_numeric", numeric, dtype=pl.Boolean)


def _text_series(name: str, column: Sequence[Cell]) -> pl.Series:
    if set(map(type, column)) <= {str}:
        return pl.Series(name, column, dtype=pl.String)
    return pl.Series(name, [cell if type(cell) is str else text_of(cell) for cell in column], dtype=pl.String)


def _extra_names(table: Table) -> dict[str, str]:
    """Return a name for each column without a field, none of them the name of a field or of another."""
    names: dict[str, str] = {}
    for at, text in table.extra.items():
        taken = text in table.columns or text in names.values()
        names[letter_of(at)] = f"{text} ({letter_of(at)})" if taken else text
    return names


def _is_numbering(row: Sequence[Cell]) -> bool:
    """Return whether a line only counts the columns: 1 2 3 4, or (1) (2) (3)."""
    texts = [text_of(cell).strip(" ()") for cell in row if cell != ""]
    return len(texts) >= 4 and texts == [
        str(n) for n in range(int(texts[0] == "1"), len(texts) + int(texts[0] == "1"))
    ]


def _person_lines(
    tables: Sequence[Table], places: Sequence[int], stripped: pl.DataFrame, vocabulary: Vocabulary
) -> pl.Series:
    """Return which lines are persons; totals, signatures, repeated headings and loose lines are noted."""
    table = tables[0]
    letters = [name for name in stripped.columns if name not in ("row", "table")]
    if not letters or not stripped.height:
        return (
            pl.Series([], dtype=pl.Boolean) if not stripped.height else pl.Series([False] * stripped.height)
        )
    number = table.columns.get("number_in_class")
    counted = [letter for letter in letters if number is None or letter != letter_of(number)]
    filled = pl.sum_horizontal(pl.col(letters).is_not_null().cast(pl.Int32))
    content = pl.sum_horizontal(
        [pl.col(letter).is_not_null().cast(pl.Int32) for letter in counted] or [pl.lit(0)]
    )
    headed = [letter for letter in letters if letter in table.headings]
    repeats = pl.sum_horizontal(
        [(pl.col(letter) == table.headings[letter]).fill_null(False) for letter in headed]
    )
    nik = letter_of(table.columns["nik"]) if "nik" in table.columns else None
    digits = pl.col(nik).str.count_matches(r"\d").fill_null(0) if nik else pl.lit(0)
    marks = stripped.select(
        filled.alias("filled"),
        content.alias("content"),
        (repeats >= 3).alias("heading"),
        digits.alias("digits"),
    )
    keep = (marks["content"] > 0) & ~marks["heading"]
    doubtful = keep & (marks["filled"] <= FEW_CELLS) & (marks["digits"] < 10)
    if not doubtful.any():
        return keep
    persons = keep.to_list()
    judges = {place: _LineJudge(own, vocabulary) for place, own in zip(places, tables, strict=True)}
    positions = doubtful.arg_true()
    for position, line in zip(positions.to_list(), stripped[positions].iter_rows(named=True), strict=True):
        persons[position] = judges[line["table"]].is_person(line)
    return pl.Series(persons, dtype=pl.Boolean)


class _LineJudge:
    """Tells, for the few lines with few cells, a person from a total, a signature or a stray remark."""

    def __init__(self, table: Table, vocabulary: Vocabulary) -> None:
        self.table = table
        self.totals = tuple(vocabulary.words.get("total", {}))
        self.footers = tuple(sorted(vocabulary.words.get("footer", {}), key=len, reverse=True))
        self.letters = table.letters
        self.below = False

    def is_person(self, line: dict[str, object]) -> bool:
        texts = {
            letter: str(text)
            for letter, text in line.items()
            if letter not in ("row", "table") and text is not None
        }
        if any(map(self._is_total, texts.values())):
            self._take_total(list(texts.values()))
            return False
        name = texts.get(self.letters.get("name", ""))
        nik = texts.get(self.letters.get("nik", ""))
        words = [text for text in texts.values() if not text.isdigit()]
        if len(texts) <= 4 and any(self._is_footer(text) for text in words):
            self.below = True
            return False
        if self.below and len(texts) <= 2:
            return False
        if name or (nik and any(letter.isdigit() for letter in nik)) or len(texts) > 2:
            return True
        self.table.problems.append(
            Problem("line_skipped", {"row": int(str(line["row"])), "text": " ".join(texts.values())[:80]})
        )
        return False

    def _is_total(self, text: str) -> bool:
        plain = word_key(text)
        return any(
            plain.startswith(word) and _TOTAL_TAIL.fullmatch(plain.removeprefix(word)) for word in self.totals
        )

    def _is_footer(self, text: str) -> bool:
        if _PLACE_AND_DATE.match(text):
            return True
        plain = key(text)
        first = [key(part) for part in re.split(r"[\s,.:]+", text)[:3]]
        heads = {"".join(first[:count]) for count in (1, 2, 3)}
        return any(word in heads or plain == word for word in self.footers)

    def _take_total(self, texts: list[str]) -> None:
        if self.table.declared_total is None:
            numbers = [int(match) for text in texts for match in re.findall(r"\d+", text)]
            self.table.declared_total = numbers[0] if numbers else None


def _report_unheaded(table: Table, persons: pl.DataFrame) -> None:
    for at, text in table.extra.items():
        letter = letter_of(at)
        if letter not in table.headings and persons[letter].is_not_null().any():
            _note_unknown(table, UnknownHeading(letter, text))
