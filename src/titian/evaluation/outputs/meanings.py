"""What the figures of a table's column mean: an indicator of the registry, its numerator alone, or own words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from titian.evaluation.document import Evaluation
from titian.evaluation.outputs.grid import Grid

# A column that counts the numerator of an indicator, and that indicator.
COUNTED = {
    "n_women": "women",
    "n_disability": "disability",
    "n_covered": "covered",
    "n_passed": "passed",
    "n_assessed": "assessed",
    "n_competent": "competent",
    "n_employee": "status_employee",
    "n_own_account": "status_own_account",
    "n_casual": "status_casual",
    "n_none": "status_none",
}


class Meaning(NamedTuple):
    """The parts of a drawer; those left empty are not shown."""

    code: str
    name: str
    definition: str
    numerator: str
    denominator: str
    window: str
    source: str


def meanings_of(evaluation: Evaluation, grids: Iterable[Grid]) -> list[Meaning]:
    """Return each meaning the heads of these tables point at, once, under the name it first has there."""
    named: dict[str, str] = {}
    for grid in grids:
        for column in grid.columns:
            if column.about:
                named.setdefault(column.about, column.title.rstrip("*").replace("/ ", "/"))
        for code in grid.rows_about:
            named.setdefault(code, "")
    own = {meaning.code: meaning for meaning in _own()}
    return [_meaning(evaluation, own, code, name) for code, name in named.items()]


def _meaning(evaluation: Evaluation, own: dict[str, Meaning], code: str, name: str) -> Meaning:
    if code in own:
        return own[code]._replace(name=name)
    row = evaluation.definition(COUNTED.get(code, code))
    if code in COUNTED:
        only = _("Jumlah orangnya, bukan bagian.")
        return Meaning(code, name, only, row.numerator, "–", row.window, row.source)
    return Meaning(code, row.name, row.question, row.numerator, row.denominator, row.window, row.source)


def _own() -> list[Meaning]:
    """Return the meanings that no indicator has."""
    roster, plan = _("Daftar peserta balai"), _("Rencana tahunan balai")
    reported = _("Keadaan menurut laporan, tanpa batas waktu")
    since = _("Bulan kalender sejak hari terakhir paket")
    observed = _("Lulusan yang paketnya sudah berakhir selama itu")

    def told(
        code: str, definition: str, counted: str, of: str = "–", window: str = "", source: str = roster
    ) -> Meaning:
        return Meaning(code, "", definition, counted, of, window, source)

    placed = _("Lulusan yang pekerjaan pertamanya mulai dalam sekian bulan itu")
    return [
        told(
            "o_reached", _("Apakah target orang tercapai? Tidak mengatakan apa-apa tentang penempatan."),
            _("Realisasi orang"), _("Target orang"), source=plan,
        ),
        told(
            "o_absorbed", _("Berapa bagian pagu yang sudah dibelanjakan?"), _("Realisasi anggaran"), _("Pagu"),
            source=plan,
        ),
        told(
            "o_informal", _("Jumlah orangnya, bukan bagian; menurut pembacaan BLK."),
            _("Peserta yang dilaporkan berusaha sendiri atau menjadi pekerja bebas"), window=reported,
        ),
        told(
            "o_abroad", _("Jumlah orangnya, bukan bagian."), _("Peserta yang dilaporkan bekerja di luar negeri"),
            window=reported,
        ),
        told(
            "o_unknown_passed", _("Jumlah orangnya. Tidak masuk penyebut kelulusan."),
            _("Peserta yang hasil pelatihannya belum didata"),
        ),
        told(
            "o_unpaid_family", _("Jumlah orangnya, bukan bagian."),
            _("Peserta yang dilaporkan menjadi pekerja keluarga"), window=reported,
        ),
        told(
            "o_unknown_status", _("Jumlah orangnya. Tidak masuk penyebut ukuran status kerja."),
            _("Peserta yang status kerjanya belum didata"), window=reported,
        ),
        told(
            "o_kind", _("Berapa bagian peserta berstatus seperti di kepala baris?"),
            _("Peserta dengan status di kepala baris"), _("Peserta yang status kerjanya dilaporkan"),
            window=reported,
        ),
        told("o_placed", _("Jumlah orangnya, bukan bagian."), placed, window=since),
        told("o_observed", _("Jumlah orangnya, bukan bagian."), observed, window=since),
        told("o_placed_share", _("Berapa bagian lulusan sudah bekerja?"), placed, observed, window=since),
        told(
            "o_interval", _("Batas selang kepercayaan 95 persen menurut Wilson."), placed, observed, window=since
        ),
        told(
            "o_too_young", _("Jumlah orangnya. Tidak masuk penyebut."),
            _("Lulusan yang paketnya belum selama itu berakhir"), window=since,
        ),
        told(
            "o_packages_missing", _("Berapa paket direncanakan, tetapi daftar pesertanya belum ada?"),
            _("Paket direncanakan dikurangi paket dengan daftar peserta"), source=plan,
        ),
        told(
            "o_held", _("Berapa baris menunggu perbaikan? Orangnya tidak masuk angka mana pun."),
            _("Baris yang ditahan"),
        ),
        told(
            "o_repeated", _("Berapa baris menyebut orang yang sudah ada di paket yang sama?"),
            _("Baris berulang; tidak dihitung lagi"),
        ),
        told(
            "o_promised", _("Berapa orang dijanjikan dalam perjanjian?"), _("Orang yang dijanjikan"),
            window=_("Masa perjanjian"), source=_("Naskah perjanjian"),
        ),
        told(
            "o_delivered", _("Berapa dari janji itu yang terlaksana? Dihitung dari catatan, tidak diketik."),
            _("Orang yang catatannya memenuhi janji itu"), _("Orang yang dijanjikan"),
            window=_("Masa perjanjian"), source=_("Catatan peserta"),
        ),
    ]  # fmt: skip
