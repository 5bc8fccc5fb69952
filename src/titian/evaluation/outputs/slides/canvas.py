"""What every slide of the meeting shares: head, foot, notes, tables and charts that stay editable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Inches, Pt

from titian.evaluation.outputs.grid import Grid, left

INK, QUIET, PAPER = RGBColor(0x14, 0x23, 0x2B), RGBColor(0x46, 0x56, 0x5E), RGBColor(0xF0, 0xED, 0xE4)
PALE = RGBColor(0xE6, 0xE6, 0xE6)  # light enough to read over
COLOURS = (RGBColor(0x0A, 0x5F, 0x6B), RGBColor(0xC2, 0x62, 0x0A), RGBColor(0x5B, 0x4A, 0x9E))
WIDE, TALL = Inches(13.333), Inches(7.5)
LEFT, TOP, ROOM, BODY = Inches(0.6), Inches(1.35), Inches(12.13), Inches(5.3)
BLANK = 6
MOST_ROWS = 14


class Line(NamedTuple):
    """One series: numbers, and each as it reads; None where there is none."""

    name: str
    values: Sequence[float | None]
    said: Sequence[str]


class Deck:
    """Adds slides to a presentation; each says whose it is, of which day and whether it is out."""

    def __init__(self, presentation: Any, *, head: str, foot: str, watermark: str = "") -> None:
        self.presentation, self.head, self.foot, self.watermark = presentation, head, foot, watermark
        presentation.slide_width, presentation.slide_height = WIDE, TALL

    def slide(self, title: str, notes: Sequence[str]) -> Any:
        """Add a slide with its title, the centre above, the day below and words for the speaker."""
        slide = self.presentation.slides.add_slide(self.presentation.slide_layouts[5])
        for shape in list(slide.placeholders):
            if shape.placeholder_format.idx != 0:
                shape._element.getparent().remove(shape._element)
        if self.watermark:
            self._mark(slide)
        heading = slide.shapes.title
        heading.left, heading.top, heading.width, heading.height = LEFT, Inches(0.5), ROOM, Inches(0.8)
        write(heading.text_frame, [title], size=28, bold=True)
        self.box(slide, [self.head], Inches(0.22), Inches(0.35), size=12, colour=QUIET)
        number = len(self.presentation.slides)
        self.box(slide, [f"{self.foot}  |  {number}"], Inches(7.0), Inches(0.35), size=11, colour=QUIET)
        slide.notes_slide.notes_text_frame.text = "\n".join(notes)
        return slide

    def _mark(self, slide: Any) -> None:
        """Write the word of a draft across the slide, below what is added later."""
        shape = slide.shapes.add_textbox(Inches(2.2), Inches(2.9), Inches(9), Inches(1.8))
        shape.name, shape.rotation = self.watermark, -30
        write(shape.text_frame, [self.watermark], size=96, colour=PALE, bold=True)
        shape.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER

    def box(
        self, slide: Any, lines: Sequence[str], top: int, height: int, *, size: int = 16,
        colour: RGBColor = INK, bold: bool = False,
    ) -> None:  # fmt: skip
        frame = slide.shapes.add_textbox(LEFT, top, ROOM, height).text_frame
        frame.word_wrap = True
        write(frame, lines, size=size, colour=colour, bold=bold)

    def table(self, slide: Any, grid: Grid, *, left_out: str = "") -> None:
        """Add a table; what does not fit on a slide is said, never dropped in silence."""
        grid = grid.for_readers()
        lines = grid.lines[:MOST_ROWS]
        if not lines:
            self.box(slide, [grid.empty], TOP, Inches(1), size=20)
            return
        rows = [
            [column.title for column in grid.columns],
            *([read.main for read in line] for line in lines),
            *([[read.main for read in grid.line(grid.total)]] if grid.total else []),
        ]
        size = 10 if len(grid.columns) > 9 else 13
        frame = slide.shapes.add_table(
            len(rows), len(grid.columns), LEFT, TOP, ROOM, Inches(0.36 * len(rows))
        )
        table = frame.table
        whole = sum(column.width for column in grid.columns)
        for place, column in enumerate(grid.columns):
            table.columns[place].width = Emu(int(ROOM * column.width / whole))
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                cell = table.cell(number, place)
                cell.margin_left = cell.margin_right = Inches(0.05)
                cell.margin_top = cell.margin_bottom = Inches(0.03)
                if number == 0:
                    cell.fill.solid()
                    cell.fill.fore_color.rgb = PAPER
                else:
                    cell.fill.background()  # the word of a draft stays to be seen behind the figures
                strong = number == 0 or (grid.total is not None and number == len(rows) - 1)
                write(cell.text_frame, [text], size=size, bold=strong)
                if not left(grid.columns[place].kind):
                    cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
        rest = len(grid.rows) - len(lines)
        if rest > 0 and left_out:
            self.box(slide, [left_out % {"n": rest}], Inches(6.6), Inches(0.35), size=12, colour=QUIET)

    def chart(
        self, slide: Any, kind: XL_CHART_TYPE, categories: Sequence[str], lines: Sequence[Line], *,
        describe: str, note: str = "",
    ) -> None:  # fmt: skip
        """Add a chart that keeps its numbers; labels are words, so that they read alike in every office."""
        data = CategoryChartData()
        data.categories = categories
        for line in lines:
            data.add_series(line.name, line.values)
        frame = slide.shapes.add_chart(kind, LEFT, TOP, ROOM, BODY, data)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", describe)
        chart = frame.chart
        chart.has_title = False
        chart.font.size = Pt(14)
        chart.font.color.rgb = INK
        chart.has_legend = len(lines) > 1
        if chart.has_legend:
            chart.legend.position = XL_LEGEND_POSITION.BOTTOM
            chart.legend.include_in_layout = False
        chart.value_axis.visible = False
        chart.value_axis.has_major_gridlines = False
        chart.value_axis.minimum_scale = 0
        bars = kind in (XL_CHART_TYPE.BAR_CLUSTERED, XL_CHART_TYPE.COLUMN_CLUSTERED)
        if bars:
            chart.plots[0].gap_width = 60
        if kind == XL_CHART_TYPE.BAR_CLUSTERED:
            chart.category_axis.reverse_order = True
        for number, (line, series) in enumerate(zip(lines, chart.plots[0].series, strict=True)):
            paint = series.format.fill if bars else series.format.line
            if bars:
                paint.solid()
                paint.fore_color.rgb = COLOURS[number % 3]
            else:
                paint.color.rgb = COLOURS[number % 3]
                series.smooth = False
            for place, (value, said) in enumerate(zip(line.values, line.said, strict=True)):
                if value is not None and said:
                    _label(series.points[place].data_label, said, bars)
        if note:
            self.box(slide, [note], Inches(6.62), Inches(0.35), size=12, colour=QUIET)


def write(frame: Any, lines: Sequence[str], *, size: int, colour: RGBColor = INK, bold: bool = False) -> None:
    """Put lines into a frame, one paragraph each."""
    for place, text in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = colour


def _label(label: Any, said: str, bars: bool) -> None:
    frame = label.text_frame
    frame.text = said
    frame.paragraphs[0].runs[0].font.size = Pt(12)
    label.position = XL_LABEL_POSITION.OUTSIDE_END if bars else XL_LABEL_POSITION.ABOVE
