"""The evaluation of one centre's year as data; page, PDF, spreadsheet, JSON and table all render it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol, overload


class FigureState(StrEnum):
    KNOWN = "known"
    RANGE = "range"  # some statuses do not decide the reading: from `value` to `value_high`
    TOO_YOUNG = "too_young"  # "belum dapat dihitung"
    NO_DATA = "no_data"  # "belum didata"


class Unit(StrEnum):
    """A figure never appears without its unit: packages, people and bodies are easily mixed up."""

    SHARE = "share"  # 0..1
    PACKAGES = "packages"
    PEOPLE = "people"
    SEATS = "seats"
    RUPIAH = "rupiah"
    RUPIAH_A_MONTH = "rupiah_a_month"
    DAYS = "days"
    REGENCIES = "regencies"
    SEATS_PER_1000 = "seats_per_1000"


class Figure(NamedTuple):  # a page has 20,000, which as frozen dataclasses take seven times as long to make
    """One indicator of one slice. `value` is None unless known (or the lower end of a range).

    `low` and `high` are the 95 % interval of a share; of a range, the lower bound of its lower and the upper
    bound of its upper end. `missing` people were left out as unknown, `too_young` as not yet observed enough.
    """

    code: str
    state: FigureState
    unit: Unit
    value: float | None = None
    value_high: float | None = None
    numerator: int | None = None
    numerator_high: int | None = None
    denominator: int | None = None
    low: float | None = None
    high: float | None = None
    missing: int = 0
    too_young: int = 0

    @property
    def known(self) -> bool:
        return self.state in (FigureState.KNOWN, FigureState.RANGE)


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure means, one click away from it."""

    code: str
    name: str
    question: str
    numerator: str
    denominator: str
    window: str
    unit: Unit
    source: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Plain counts of enrolments of one slice; the `unknown_` ones are neither yes nor no."""

    code: str
    name: str
    packages: int
    capacity: int
    people: int
    distinct_people: int
    passed: int
    assessed: int
    competent: int
    job_employee: int
    job_own_account: int
    job_casual: int
    job_none: int
    job_unpaid_family: int
    disability: int
    female: int
    covered: int
    unknown_passed: int
    unknown_status: int
    unknown_disability: int
    unknown_education: int
    unknown_work_at_entry: int
    unknown_domicile: int


class Reckoner(Protocol):
    """Reckons figures of all slices of a cut at once: one indicator of each, or all of them."""

    codes: tuple[str, ...]

    def of(self, code: str) -> Sequence[Figure]: ...

    def all(self) -> Sequence[tuple[Figure, ...]]: ...


class Figures(Sequence[Figure]):
    """The figures of one slice of many, reckoned when somebody asks: a page shows three of forty in 500 regencies."""

    __slots__ = ("_place", "_reckoner")

    def __init__(self, reckoner: Reckoner, place: int) -> None:
        self._reckoner, self._place = reckoner, place

    @property
    def codes(self) -> tuple[str, ...]:
        return self._reckoner.codes

    def of(self, code: str) -> Figure:
        return self._reckoner.of(code)[self._place]

    @overload
    def __getitem__(self, at: int) -> Figure: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[Figure, ...]: ...

    def __getitem__(self, at: int | slice) -> Figure | tuple[Figure, ...]:
        return self._reckoner.all()[self._place][at]

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[Figure]:
        return iter(self._reckoner.all()[self._place])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)


@dataclass(frozen=True, slots=True)
class Slice:
    """The figures of one value of one dimension."""

    code: str
    name: str
    counts: Counts
    figures: Sequence[Figure]

    @property
    def codes(self) -> tuple[str, ...]:
        if isinstance(self.figures, Figures):
            return self.figures.codes
        return tuple(figure.code for figure in self.figures)

    def figure(self, code: str) -> Figure:
        return self.figures.of(code) if isinstance(self.figures, Figures) else _figure(self.figures, code)


@dataclass(frozen=True, slots=True)
class RegencyCount:
    """Seats by the participant's regency; `code` is '' where it is not recorded."""

    code: str
    name: str
    people: int
    supervised: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """What a version of the plan promised."""

    packages: int
    people: int
    rupiah: int | None
    decided_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A row of the rakor's table A. `promised` is None where people were trained without a target.

    `first` is the first version's promise where a later version changed it. The outcome columns are of this
    row's people, by the status in their own row of the roster; `abroad` is None: rosters do not say it.
    """

    channel: str
    channel_name: str
    label: str
    fund: str
    fund_name: str
    wave: str
    promised: Promise | None
    first: Promise | None
    packages: int
    people: int
    rupiah: int | None
    passed: int
    competent: int
    formal: int
    informal_or_own: int
    abroad: int | None

    @property
    def packages_reached(self) -> bool | None:
        return None if self.promised is None else self.packages >= self.promised.packages

    @property
    def people_reached(self) -> bool | None:
        return None if self.promised is None else self.people >= self.promised.people


@dataclass(frozen=True, slots=True)
class KindRow:
    """People by the job status reported in their own row, with both readings ('formal', 'informal', ...)."""

    code: str
    name: str
    people: int
    share: Figure
    statistics_reading: str
    centre_reading: str
    own_business: bool


@dataclass(frozen=True, slots=True)
class MonthPoint:
    """Of the graduates observed for at least `month` calendar months, how many had found work by then."""

    month: int
    placed: int
    observed: int
    too_young: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class RowNote:
    """A row of a roster that was held or repeats another; `code` is the reason ('' for a repeat)."""

    document: str
    sheet: str
    package: str
    row: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class MissingRow:
    """Who is missing in one channel: packages promised without a roster, rows held."""

    channel: str
    channel_name: str
    planned_packages: int | None
    packages: int
    packages_missing: int
    held: int
    repeated: int


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """A promise beside what the records say was delivered."""

    agreement: str
    kind: str
    kind_name: str
    party: str
    starts_on: date
    ends_on: date | None
    promise: str
    promise_name: str
    promised: int
    delivered: int


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """One programme: counts and the figures one asks first."""

    name: str
    field: str
    counts: Counts
    passed: Figure
    competent: Figure
    status_working: Figure
    placed_6: Figure


@dataclass(frozen=True, slots=True)
class Tile:
    """One square of a tile map: a region at a column and row counted from the top left, 0-based."""

    code: str
    name: str
    short: str
    column: int
    row: int
    people: int | None
    placed: Figure | None


@dataclass(frozen=True, slots=True)
class LetterheadLines:
    lines: tuple[str, ...]
    address: str
    place: str
    signatory: str
    signatory_number: str
    signatory_post: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything a year-end meeting sees. Names and sentences are in the language it was asked in."""

    year: int
    centre_id: int
    centre_name: str
    as_of: date | None  # facts dated later were removed
    read_on: date  # the day the records were read
    letterhead: LetterheadLines | None
    channels: tuple[Counts, ...]  # institutional, industry, bootcamp, community, then others in use
    total: Counts
    seats: int
    distinct_people: int
    by_regency: tuple[RegencyCount, ...]
    figures: tuple[Figure, ...]
    by_channel: tuple[Slice, ...]
    by_regency_figures: tuple[Slice, ...]
    by_programme: tuple[Slice, ...]
    by_sex: tuple[Slice, ...]
    by_education: tuple[Slice, ...]
    targets: tuple[TargetRow, ...]
    placement_by_kind: tuple[KindRow, ...]
    placement_by_month: tuple[MonthPoint, ...]
    missing: tuple[MissingRow, ...]
    held: tuple[RowNote, ...]
    repeated: tuple[RowNote, ...]
    agreements: tuple[AgreementRow, ...]
    programmes: tuple[ProgrammeRow, ...]
    regency_tiles: tuple[Tile, ...]
    definitions: tuple[Definition, ...]
    notes: tuple[str, ...]

    @property
    def figures_on(self) -> date:
        """The day the figures speak of."""
        return self.as_of or self.read_on

    def figure(self, code: str) -> Figure:
        return _figure(self.figures, code)

    def definition(self, code: str) -> Definition:
        return next(definition for definition in self.definitions if definition.code == code)


def _figure(figures: Sequence[Figure], code: str) -> Figure:
    return next(figure for figure in figures if figure.code == code)
