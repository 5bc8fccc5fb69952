"""How do parts of a year, or several years and centres, compare? Only of records the second wall lets through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from titian.evaluation.document import Definition, Figure
from titian.evaluation.indicators import REGISTRY
from titian.evaluation.indicators.measures import ClassFill, Planned
from titian.evaluation.models import Participation
from titian.evaluation.queries.cells import Question, cells_of
from titian.evaluation.queries.cohort import DIMENSIONS, OF_WHOLE_CLASSES
from titian.evaluation.queries.slices import slices
from titian.people.models import Sex
from titian.standards.queries import names_of_codes

UNKNOWN = "belum-didata"  # how an unknown value stands in an address


@dataclass(frozen=True)
class Cut:
    """What one may compare or narrow by: its word in the address, its dimension, its title."""

    word: str
    dimension: str
    title: str | Promise


CUTS = (
    Cut("jalur", "channel", gettext_lazy("Jalur")),
    Cut("dana", "fund", gettext_lazy("Sumber dana")),
    Cut("gelombang", "wave", gettext_lazy("Gelombang")),
    Cut("program", "programme", gettext_lazy("Program")),
    Cut("kabupaten", "regency", gettext_lazy("Kabupaten/kota domisili")),
    Cut("jk", "sex", gettext_lazy("Jenis kelamin")),
    Cut("pendidikan", "education", gettext_lazy("Pendidikan")),
    Cut("disabilitas", "disability", gettext_lazy("Disabilitas")),
    Cut("balai", "centre", gettext_lazy("Balai")),
    Cut("tahun", "year", gettext_lazy("Tahun")),
)
CUT_BY_WORD = {cut.word: cut for cut in CUTS}
# A plan and an unemployment figure belong to one centre's whole year: they cannot be sliced.
COMPARABLE = tuple(
    indicator
    for indicator in REGISTRY
    if not isinstance(indicator.measure, Planned) and indicator.code != "seats_per_1000_unemployed"
)
NEEDS_WHOLE_CLASSES = {row.code for row in COMPARABLE if isinstance(row.measure, ClassFill)} | {
    "realised_packages"
}

Values = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Asked:
    """What is compared: rows, figures, and what everything is narrowed to."""

    rows: Cut
    codes: tuple[str, ...]
    centres: tuple[int, ...]
    years: tuple[int, ...]
    kept: tuple[tuple[str, tuple[str, ...]], ...]
    on: date
    as_of: date | None


@dataclass(frozen=True)
class Line:
    code: str
    name: str
    people: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Comparison:
    """Each value of the rows' dimension and, last, all of them together; None where there is nobody."""

    asked: Asked
    lines: tuple[Line, ...]
    whole: Line | None
    definitions: tuple[Definition, ...]


def compare(asked: Asked, names: Values) -> Comparison:
    """Return the chosen figures of each value; the whole is of the same people."""
    question = Question(
        asked.centres[0], asked.years[0], asked.on, asked.as_of is not None, None,
        asked.centres, asked.years, asked.kept, frozenset(asked.codes),
    )  # fmt: skip
    cells = cells_of(question, dict.fromkeys(("", asked.rows.dimension)))
    definitions = tuple(row.definition() for row in REGISTRY if row.code in asked.codes)
    whole = slices(cells, "", names={"": _("Semuanya")}, codes=asked.codes).get("")
    if whole is None:
        return Comparison(asked, (), None, definitions)
    gate = {figure.code: figure for figure in whole.figures}
    called = names[asked.rows.word]
    found = slices(
        cells, asked.rows.dimension, names={**called, "": _("Belum didata")}, gate=gate, codes=asked.codes
    )
    order = [code for code in called if code in found and code]
    lines = tuple(
        Line(
            code,
            found[code].name,
            found[code].counts.people,
            tuple(found[code].figure(c) for c in asked.codes),
        )
        for code in (*order, *([""] if "" in found else []))
    )
    return Comparison(
        asked,
        lines,
        Line("", whole.name, whole.counts.people, tuple(whole.figure(code) for code in asked.codes)),
        definitions,
    )


def why_not_comparable(asked: Asked, *, whole: bool) -> str:
    """Return what is wrong with figures that need whole classes, '' if nothing is."""
    wanted = [row for row in COMPARABLE if row.code in asked.codes and row.code in NEEDS_WHOLE_CLASSES]
    cut = {asked.rows.dimension, *(dimension for dimension, _values in asked.kept)}
    if not wanted or (whole and cut <= OF_WHOLE_CLASSES):
        return ""
    return _(
        "%(figure)s milik paket yang utuh, jadi tidak dapat diiris menurut ciri peserta. "
        "Pilih baris dan saringan menurut jalur, dana, gelombang, program, balai, atau tahun, atau angka lain."
    ) % {"figure": str(wanted[0].name)}


def values_of(centres: Mapping[int, str], years: list[int], of: tuple[int, ...]) -> Values:
    """Return, by the word of each cut, the values found in the records of these centres, with their names."""
    cuts = [cut for cut in CUTS if cut.word not in ("balai", "tahun")]
    columns = ", ".join(f"array_agg(DISTINCT {DIMENSIONS[cut.dimension]})" for cut in cuts)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM {Participation._meta.db_table} p"
            " WHERE p.centre_id = ANY (%s) AND p.year = ANY (%s)",
            [list(of), years],
        )
        held = {cut.word: set(found or ()) for cut, found in zip(cuts, cursor.fetchone(), strict=True)}
    named = names_of_codes(held["kabupaten"])
    names = {
        "jalur": named["channel"],
        "dana": named["fund"],
        "kabupaten": named["region"],
        "jk": {sex.value: str(sex.label) for sex in Sex},
        "pendidikan": named["education"],
        "disabilitas": {"yes": _("Penyandang disabilitas"), "no": _("Bukan penyandang disabilitas")},
    }
    found = {
        word: {
            code: names.get(word, {}).get(code, code) for code in _ordered(codes, list(names.get(word, {})))
        }
        for word, codes in held.items()
    }
    return {
        **found,
        "balai": {str(pk): name for pk, name in centres.items()},
        "tahun": {str(year): str(year) for year in sorted(years)},
    }


def _ordered(codes: set[str], order: list[str]) -> list[str]:
    """Return the known codes in their order, the others by name, the unknown last."""
    known = [code for code in order if code in codes]
    return [*known, *sorted(codes - set(known) - {""}), *([""] if "" in codes else [])]
