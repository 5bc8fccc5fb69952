"""Ten slides for the meeting, with charts one can edit and words for the speaker."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time
from io import BytesIO

from django.utils.translation import gettext as _
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from titian.evaluation.document import Evaluation
from titian.evaluation.outputs import pictures, wording
from titian.evaluation.outputs.document_data import summary
from titian.evaluation.outputs.slides.canvas import Deck, Line
from titian.evaluation.outputs.standing import DRAFT, Standing
from titian.evaluation.outputs.tables import missing, promised, work
from titian.rosters.reading.reasons import reason_of

LARGEST = 10
TOLD = ("passed", "competent", "covered", "status_working", "placed_6_graduates", "placed_12_graduates")


def write_slides(evaluation: Evaluation, standing: Standing = DRAFT) -> bytes:
    """Return the presentation in the active language."""
    presentation = Presentation()
    as_of = _("Keadaan per %(day)s") % {"day": wording.day(evaluation.figures_on)}
    title = _("Evaluasi pelatihan vokasi tahun %(year)s") % {"year": evaluation.year}
    known = presentation.core_properties
    known.title, known.author, known.subject = title, evaluation.centre_name, as_of
    known.created = known.modified = datetime.combine(evaluation.read_on, time(), UTC)
    deck = Deck(
        presentation,
        head=evaluation.centre_name,
        foot=f"{as_of}  |  {standing.footer}",
        watermark=standing.watermark,
    )
    _title(deck, evaluation, title, as_of)
    for add in (
        _targets,
        _table_a,
        _kinds,
        _months,
        _regencies,
        _programmes,
        _missing,
        _agreements,
        _meaning,
    ):
        add(deck, evaluation)
    held = BytesIO()
    presentation.save(held)
    return held.getvalue()


def _title(deck: Deck, evaluation: Evaluation, title: str, as_of: str) -> None:
    slide = deck.slide(title, [title, evaluation.centre_name, as_of, *evaluation.notes])
    head = evaluation.letterhead
    deck.box(slide, list(head.lines) if head else [evaluation.centre_name], Inches(1.4), Inches(1), size=16)
    deck.box(slide, summary(evaluation), Inches(2.9), Inches(3.8), size=18)


def _targets(deck: Deck, evaluation: Evaluation) -> None:
    picture = pictures.targets_picture(evaluation)
    slide = deck.slide(
        picture.question, [picture.note, *_meanings(evaluation, "target_people", "realised_people")]
    )
    shown, targets = [], []
    for channel in evaluation.channels:
        rows = [
            row.promised.people for row in evaluation.targets if row.channel == channel.code and row.promised
        ]
        if rows or channel.people:
            shown.append(channel)
            targets.append(sum(rows) if rows else None)
    lines = [
        Line(_("Target"), targets, [wording.count(n) if n is not None else "" for n in targets]),
        Line(_("Realisasi"), [c.people for c in shown], [wording.count(c.people) for c in shown]),
    ]
    names = [channel.name for channel in shown]
    deck.chart(
        slide, XL_CHART_TYPE.BAR_CLUSTERED, names, lines, describe=picture.description, note=picture.note
    )


def _table_a(deck: Deck, evaluation: Evaluation) -> None:
    grid = promised.table_a(evaluation)
    slide = deck.slide(grid.caption, [*grid.notes, *_meanings(evaluation, "passed", "competent")])
    deck.table(slide, grid, left_out=_("%(n)d baris lagi ada di PDF dan lembar kerja."))


def _kinds(deck: Deck, evaluation: Evaluation) -> None:
    picture = pictures.kinds_picture(evaluation)
    rows = [(row.name, row.people) for row in evaluation.placement_by_kind]
    if evaluation.total.unknown_status:
        rows.append((_("Belum didata"), evaluation.total.unknown_status))
    slide = deck.slide(
        picture.question,
        [picture.note, *work.kinds(evaluation).notes, *_meanings(evaluation, "status_working")],
    )
    line = Line(
        _("Peserta"), [people for _name, people in rows], [wording.count(people) for _name, people in rows]
    )
    deck.chart(
        slide, XL_CHART_TYPE.BAR_CLUSTERED, [name for name, _people in rows] or ["–"],
        [line if rows else Line(_("Peserta"), [0], [""])], describe=picture.description, note=picture.note,
    )  # fmt: skip


def _months(deck: Deck, evaluation: Evaluation) -> None:
    picture = pictures.months_picture(evaluation)
    points = evaluation.placement_by_month
    slide = deck.slide(
        picture.question,
        [picture.note, *_meanings(evaluation, "placed_6_graduates"), *work.months(evaluation).notes],
    )
    values = [point.value for point in points]
    said = [
        wording.share(point.value, 1) if point.value is not None and point.month % 3 == 0 else ""
        for point in points
    ]
    lines = [
        Line(_("Sudah bekerja"), values, said),
        Line(_("Batas bawah 95 persen"), [point.low for point in points], [""] * len(points)),
        Line(_("Batas atas 95 persen"), [point.high for point in points], [""] * len(points)),
    ]
    names = [str(point.month) for point in points] or ["0"]
    note = _("Mendatar: bulan sejak paket selesai.") + " " + picture.note
    deck.chart(slide, XL_CHART_TYPE.LINE, names, lines, describe=picture.description, note=note)


def _regencies(deck: Deck, evaluation: Evaluation) -> None:
    slide = deck.slide(_("Peserta berasal dari mana?"), _meanings(evaluation, "regencies_reached"))
    supervised = [row for row in evaluation.by_regency if row.supervised]
    others = sum(row.people for row in evaluation.by_regency if not row.supervised)
    rows = [(row.name, row.people) for row in supervised]
    rows += [(_("Daerah lain atau belum didata"), others)] if others else []
    line = Line(
        _("Peserta"), [people for _name, people in rows], [wording.count(people) for _name, people in rows]
    )
    describe = "; ".join(f"{name}: {wording.count(people)}" for name, people in rows)
    deck.chart(
        slide, XL_CHART_TYPE.COLUMN_CLUSTERED, [name for name, _people in rows], [line], describe=describe
    )


def _programmes(deck: Deck, evaluation: Evaluation) -> None:
    slide = deck.slide(
        _("Program mana yang terbanyak pesertanya?"), _meanings(evaluation, "passed", "placed_6_graduates")
    )
    rows = evaluation.programmes[:LARGEST]
    said = [
        _("%(people)s; lulus %(passed)s")
        % {"people": wording.count(row.counts.people), "passed": wording.reading(row.passed).main}
        for row in rows
    ]
    line = Line(_("Peserta"), [row.counts.people for row in rows], said)
    describe = "; ".join(f"{row.name}: {text}" for row, text in zip(rows, said, strict=True))
    rest = len(evaluation.programmes) - len(rows)
    note = _("%(n)s program lain ada di PDF dan lembar kerja.") % {"n": wording.count(rest)} if rest else ""
    names = [row.name for row in rows]
    deck.chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, names, [line], describe=describe, note=note)


def _missing(deck: Deck, evaluation: Evaluation) -> None:
    grid = missing.channels(evaluation)
    reasons = Counter(row.code for row in evaluation.held)
    told = [f"{reason_of(code)} {wording.count(n)}" for code, n in reasons.most_common()]
    slide = deck.slide(_("Siapa yang belum masuk?"), [*grid.notes, *told])
    deck.table(slide, grid)
    lines = [_("Baris ditahan menurut sebab:"), *told[:6]] if told else []
    if lines:
        deck.box(slide, lines, Inches(4.3), Inches(2.2), size=14)


def _agreements(deck: Deck, evaluation: Evaluation) -> None:
    grid = promised.agreements(evaluation)
    slide = deck.slide(_("Apakah janji dalam perjanjian ditepati?"), [grid.caption, *grid.notes])
    deck.table(slide, grid, left_out=_("%(n)d baris lagi ada di PDF dan lembar kerja."))


def _meaning(deck: Deck, evaluation: Evaluation) -> None:
    slide = deck.slide(
        _("Cara membaca angka ini"), _meanings(evaluation, *(d.code for d in evaluation.definitions))
    )
    deck.box(slide, [*evaluation.notes, *_meanings(evaluation, *TOLD)], Inches(1.4), Inches(5.2), size=13)


def _meanings(evaluation: Evaluation, *codes: str) -> list[str]:
    """Return what each figure means, in a sentence."""
    known = {definition.code: definition for definition in evaluation.definitions}
    return [
        _("%(name)s: %(numerator)s, dari %(denominator)s. Jangka: %(window)s. Sumber: %(source)s.")
        % {
            "name": known[code].name,
            "numerator": known[code].numerator.lower(),
            "denominator": known[code].denominator.lower(),
            "window": known[code].window,
            "source": known[code].source,
        }
        for code in codes
        if code in known
    ]
