"""How did this centre's year go? One document that every face renders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.access import acted_for
from titian.core.errors import DomainError
from titian.core.formats import day
from titian.core.memory import asked_once
from titian.evaluation.document import (
    Counts,
    Evaluation,
    Figure,
    LetterheadLines,
    ProgrammeRow,
    RegencyCount,
    RowNote,
    Slice,
    Tile,
)
from titian.evaluation.indicators import REGISTRY
from titian.evaluation.queries.cells import Cells, Question, cells_of
from titian.evaluation.queries.delivered import agreements_of
from titian.evaluation.queries.notes import notes_on
from titian.evaluation.queries.placement import kind_rows, month_points
from titian.evaluation.queries.plan_in_force import plan_in_force
from titian.evaluation.queries.plans import Cut, missing_rows, target_rows
from titian.evaluation.queries.slices import counts_of, slices
from titian.network.models import Organisation
from titian.network.queries import areas_of, letterhead_of
from titian.people.models import Sex
from titian.planning.models import TrainingClass
from titian.rosters.queries.notices import RowNotice, rows_held_and_repeated
from titian.standards.models import Region
from titian.standards.queries import names_of_codes

CHANNELS = ("institutional", "industry", "bootcamp", "community")
CUTS = (
    "", "channel", "channel_fund", "channel_fund_wave", "programme", "regency", "sex", "education", "status",
)  # fmt: skip
TILES_A_ROW = 6
Gate = dict[str, Figure]


def evaluate(centre: Organisation, year: int, *, as_of: date | None = None, user: User) -> Evaluation:
    """Return the evaluation of the records this user may see; fold first, or they may be stale."""
    if acted_for() not in (None, user.pk):  # the second wall would count for somebody else
        raise ValueError(f"asked for {user.pk}, acting as {acted_for()}")
    today = timezone.localdate()
    on = as_of or today
    placed = classes_of(centre, year)
    _refuse_what_cannot_be_answered(centre, year, as_of, today, classes=bool(placed))
    home = centre.region_id[:2] if centre.region_id else None
    question = Question(centre.pk, year, on, as_of is not None, home)
    areas = areas_of(centre, min(on, date(year, 12, 31)))
    plan = plan_in_force(centre.pk, year, on)
    cells = cells_of(question, CUTS)
    named = names_of_codes(cells["regency"])
    channel_names = named["channel"]
    whole = slices(cells, "", names={"": _("Semua jalur")}, plans=plan.whole).get("")
    if whole is None:
        raise DomainError(_nothing_to_see(centre, year, as_of), code="nothing_visible")
    gate = {figure.code: figure for figure in whole.figures}
    by_channel = slices(cells, "channel", names=channel_names, gate=gate, plans=plan.by_channel)
    by_programme = slices(cells, "programme", names={}, gate=gate)
    by_regency = _by_regency(cells, gate, areas, named["region"])
    channels = _channels(by_channel, channel_names)
    held, repeated = _rows_in_order(centre, year, areas, placed)
    return Evaluation(
        year=year,
        centre_id=centre.pk,
        centre_name=centre.name,
        as_of=as_of,
        read_on=today,
        letterhead=_letterhead(centre),
        channels=channels,
        total=whole.counts,
        seats=whole.counts.people,
        distinct_people=whole.counts.distinct_people,
        by_regency=_regency_counts(by_regency, areas),
        figures=tuple(whole.figures),
        by_channel=tuple(by_channel[c.code] for c in channels if c.code in by_channel),
        by_regency_figures=tuple(by_regency.values()),
        by_programme=_largest_first(by_programme.values()),
        by_sex=_in_order(
            slices(cells, "sex", names={sex.value: str(sex.label) for sex in Sex}, gate=gate), Sex.values
        ),
        by_education=_by_education(cells, gate, named["education"]),
        targets=target_rows(
            plan,
            _results(cells),
            {"channel": channel_names, "fund": {**named["fund"], "": _("belum didata")}},
        ),
        placement_by_kind=kind_rows(cells["status"], whole.counts, named.statuses),
        placement_by_month=month_points(question),
        missing=missing_rows(plan, channels, held, repeated, {row.code: row.channel for row in placed}),
        held=held,
        repeated=repeated,
        agreements=tuple(agreements_of(centre, year, as_of=as_of)),
        programmes=_programmes(placed, named["field"], _largest_first(by_programme.values())),
        regency_tiles=_tiles(by_regency, areas),
        definitions=tuple(indicator.definition() for indicator in REGISTRY),
        notes=notes_on(question, whole),
    )


def _refuse_what_cannot_be_answered(
    centre: Organisation, year: int, as_of: date | None, today: date, *, classes: bool
) -> None:
    if as_of and as_of > today:
        raise DomainError(
            _("Tanggal %(date)s belum terjadi; tulis hari ini atau hari sebelumnya.") % {"date": day(as_of)},
            code="as_of_in_future",
        )
    if not classes:
        years = TrainingClass.objects.filter(centre=centre).order_by("year").values_list("year", flat=True)
        known = ", ".join(map(str, years.distinct()))
        raise DomainError(
            _("%(centre)s tidak mempunyai paket tahun %(year)s.") % {"centre": centre.name, "year": year}
            + (" " + _("Tahun yang ada: %(years)s.") % {"years": known} if known else ""),
            code="year_without_classes",
        )


def _nothing_to_see(centre: Organisation, year: int, as_of: date | None) -> str:
    if as_of:
        said = _("Pada %(date)s belum ada paket %(centre)s tahun %(year)s yang mulai dan dapat Anda lihat.")
        return said % {"date": day(as_of), "centre": centre.name, "year": year}
    return _("Tidak ada kepesertaan %(centre)s tahun %(year)s yang dapat Anda lihat.") % {
        "centre": centre.name, "year": year,
    }  # fmt: skip


def _channels(by_channel: dict[str, Slice], names: dict[str, str]) -> tuple[Counts, ...]:
    """Return the four channels of every year, with or without people, then others in use."""
    others = [code for code in names if code in by_channel and code not in CHANNELS]
    return tuple(
        by_channel[code].counts if code in by_channel else counts_of(code, names.get(code, code), None)
        for code in (*CHANNELS, *others)
    )


def _by_regency(cells: Cells, gate: Gate, areas: list[Region], regions: dict[str, str]) -> dict[str, Slice]:
    """Return slices by regency: supervised ones in their order, others by size, not recorded last."""
    found = slices(cells, "regency", names={"": _("Belum didata")}, gate=gate)
    named = {
        code: Slice(code, regions.get(code, cut.name), cut.counts, cut.figures) for code, cut in found.items()
    }
    order = [region.code for region in areas if region.code in named]
    others = sorted(
        (code for code in named if code and code not in order), key=lambda c: -named[c].counts.people
    )
    return {code: named[code] for code in (*order, *others, *([""] if "" in named else []))}


def _regency_counts(by_regency: dict[str, Slice], areas: list[Region]) -> tuple[RegencyCount, ...]:
    supervised = {region.code for region in areas}
    none = [
        RegencyCount(region.code, region.name, 0, True) for region in areas if region.code not in by_regency
    ]
    return (
        *(
            RegencyCount(code, cut.name, cut.counts.people, code in supervised)
            for code, cut in by_regency.items()
        ),
        *none,
    )


def _by_education(cells: Cells, gate: Gate, levels: dict[str, str]) -> tuple[Slice, ...]:
    found = slices(cells, "education", names={**levels, "": _("Belum didata")}, gate=gate)
    return _in_order(found, [*levels, ""])


def _in_order(found: dict[str, Slice], order: Iterable[str]) -> tuple[Slice, ...]:
    return tuple(found[code] for code in order if code in found)


def _largest_first(found: Iterable[Slice]) -> tuple[Slice, ...]:
    return tuple(sorted(found, key=lambda cut: (-cut.counts.people, cut.name)))


def _results(cells: Cells) -> dict[Cut, Counts]:
    """Return counts by channel, fund and wave, and of all waves together under the wave ''."""
    together: dict[Cut, Counts] = {}
    for code, row in cells["channel_fund"].items():
        channel, fund = code.split(" ", 1)
        together[channel, fund, ""] = counts_of("", "", row)
    for code, row in cells["channel_fund_wave"].items():
        channel, fund, wave = code.split(" ", 2)
        if wave:
            together[channel, fund, wave] = counts_of("", "", row)
    return together


def _programmes(
    placed: list[ClassPlace], names: dict[str, str], found: tuple[Slice, ...]
) -> tuple[ProgrammeRow, ...]:
    fields = {one.programme: one.field for one in placed}
    return tuple(
        ProgrammeRow(
            cut.name, names.get(fields.get(cut.code) or "", ""), cut.counts, cut.figure("passed"),
            cut.figure("competent"), cut.figure("status_working"), cut.figure("placed_6_graduates"),
        )
        for cut in found
    )  # fmt: skip


def _tiles(by_regency: dict[str, Slice], areas: list[Region]) -> tuple[Tile, ...]:
    """Return a tile a supervised regency, in rows; a map that knows the province may place them better."""
    return tuple(
        Tile(
            region.code, region.name, region.name.removeprefix("Kabupaten "),
            place % TILES_A_ROW, place // TILES_A_ROW,
            by_regency[region.code].counts.people if region.code in by_regency else 0,
            by_regency[region.code].figure("placed_6_graduates") if region.code in by_regency else None,
        )
        for place, region in enumerate(areas)
    )  # fmt: skip


def _letterhead(centre: Organisation) -> LetterheadLines | None:
    held = letterhead_of(centre)
    if held is None:
        return None
    return LetterheadLines(
        tuple(held.lines),
        held.address,
        held.place,
        held.signatory,
        held.signatory_number,
        held.signatory_post,
    )


class ClassPlace(NamedTuple):
    """Where a class of the year stands."""

    code: str
    channel: str
    region: str | None
    programme: str
    field: str | None


@asked_once
def classes_of(centre: Organisation, year: int) -> list[ClassPlace]:
    """Return where each class of the year stands, in the order they were opened."""
    rows = TrainingClass.objects.filter(centre=centre, year=year).order_by("pk")
    return [
        ClassPlace(*row)
        for row in rows.values_list(
            "code", "channel_id", "organiser__region_id", "programme__name", "programme__field_id"
        )
    ]


def _rows_in_order(
    centre: Organisation, year: int, areas: list[Region], placed: list[ClassPlace]
) -> tuple[tuple[RowNote, ...], tuple[RowNote, ...]]:
    """Return held and repeated rows by channel, regency as the centre reports them, and package."""
    channels = {code: place for place, code in enumerate(CHANNELS)}
    regions = {region.code: place for place, region in enumerate(areas)}
    classes = {
        one.code: (channels.get(one.channel, len(channels)), regions.get(one.region or "", len(regions)))
        for one in placed
    }
    last = (len(channels) + 1, 0)

    def noted(rows: list[RowNotice]) -> tuple[RowNote, ...]:
        ordered = sorted(
            rows, key=lambda r: (classes.get(r.package, last), r.package, r.document, r.sheet, r.row)
        )
        return tuple(RowNote(r.document, r.sheet, r.package, r.row, r.code, "") for r in ordered)

    held, repeated = rows_held_and_repeated(centre.pk, year)
    return noted(held), noted(repeated)
