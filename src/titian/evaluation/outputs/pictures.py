"""The pictures of an evaluation, each under the question it answers."""

from __future__ import annotations

from html import unescape
from typing import NamedTuple

from django.utils.translation import gettext as _
from markupsafe import Markup

from titian.evaluation.document import Evaluation, KindRow
from titian.evaluation.outputs import wording
from titian.evaluation.outputs.charts.months import Month, months_chart
from titian.evaluation.outputs.charts.stacks import MISSING, UNKNOWN, Part, Stack, stacks_chart
from titian.evaluation.outputs.charts.targets import TargetBar, targets_chart
from titian.evaluation.outputs.charts.tiles import tile_map


class Picture(NamedTuple):
    """A question, the drawing that answers it, and what one must know to read it."""

    question: str
    svg: Markup
    note: str

    @property
    def description(self) -> str:
        """What the drawing says, for those who do not see it."""
        return unescape(str(self.svg).split("</desc>", 1)[0].rsplit(">", 1)[1])


def targets_picture(evaluation: Evaluation) -> Picture:
    question = _("Apakah target peserta tercapai?")
    bars = []
    for channel in evaluation.channels:
        promised = [
            row.promised.people for row in evaluation.targets if row.channel == channel.code and row.promised
        ]
        if promised or channel.people:
            bars.append(TargetBar(channel.name, sum(promised) if promised else None, channel.people))
    note = _("Banyaknya peserta menurut jalur; tidak mengatakan apa-apa tentang penempatan.")
    return Picture(question, targets_chart("target", question, bars), note)


def kinds_picture(evaluation: Evaluation) -> Picture:
    question = _("Peserta menjadi apa?")
    missing = evaluation.total.unknown_status
    stacks = [
        Stack(_("Menurut status pekerjaan"), _by_status(evaluation.placement_by_kind, missing)),
        Stack(
            _("Menurut pembacaan BPS"), _by_reading(evaluation.placement_by_kind, missing, statistics=True)
        ),
        Stack(
            _("Menurut pembacaan BLK"), _by_reading(evaluation.placement_by_kind, missing, statistics=False)
        ),
    ]
    note = _("Peserta menurut status di barisnya sendiri; dilaporkan lembaga, belum diverifikasi.")
    return Picture(question, stacks_chart("jenis", question, stacks), note)


def months_picture(evaluation: Evaluation) -> Picture:
    question = _("Berapa cepat lulusan mendapat kerja?")
    months = [
        Month(point.month, point.value, point.low, point.high, few=point.observed < wording.FEW)
        for point in evaluation.placement_by_month
    ]
    note = _(
        "Bagian lulusan yang mulai bekerja sejak paketnya selesai; dilaporkan lembaga, belum diverifikasi."
    )
    return Picture(question, months_chart("bulan", question, months), note)


def map_picture(evaluation: Evaluation) -> Picture | None:
    if not evaluation.regency_tiles:
        return None
    question = _("Peserta berasal dari mana?")
    note = _("Peserta menurut kabupaten/kota domisili; letak petak kira-kira.")
    return Picture(question, tile_map("peta", question, evaluation.regency_tiles), note)


def _by_status(rows: tuple[KindRow, ...], missing: int) -> list[Part]:
    employed = sum(row.people for row in rows if row.code == "employee")
    own = sum(row.people for row in rows if row.own_business)
    casual = sum(row.people for row in rows if row.code.startswith("casual"))
    family = sum(row.people for row in rows if row.code == "unpaid_family")
    none = sum(row.people for row in rows if row.code == "not_working")
    return [
        Part(_("buruh/karyawan"), employed, "c5"),
        Part(_("usaha sendiri"), own, "c3"),
        Part(_("pekerja bebas"), casual, "c4"),
        *([Part(_("pekerja keluarga"), family, "tile-2")] if family else []),
        Part(_("belum bekerja"), none, "c0"),
        *([Part(_("belum didata"), missing, MISSING)] if missing else []),
    ]


def _by_reading(rows: tuple[KindRow, ...], missing: int, *, statistics: bool) -> list[Part]:
    sums: dict[str, int] = {}
    for row in rows:
        said = row.statistics_reading if statistics else row.centre_reading
        word = "none" if row.code == "not_working" else said
        sums[word] = sums.get(word, 0) + row.people
    return [
        Part(_("formal"), sums.get("formal", 0), "c1"),
        *([Part(_("formal atau informal"), sums["unknown"], UNKNOWN)] if sums.get("unknown") else []),
        Part(_("informal"), sums.get("informal", 0), "c2"),
        *([Part(_("pekerja keluarga"), sums["not_counted"], "tile-2")] if sums.get("not_counted") else []),
        Part(_("belum bekerja"), sums.get("none", 0), "c0"),
        *([Part(_("belum didata"), missing, MISSING)] if missing else []),
    ]
