"""The evaluation in the order a meeting goes through it; page and paper show the same sections."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from titian.evaluation.document import Evaluation
from titian.evaluation.outputs import pictures
from titian.evaluation.outputs.grid import Grid
from titian.evaluation.outputs.part import is_part
from titian.evaluation.outputs.pictures import Picture
from titian.evaluation.outputs.tables import missing, people, promised, work


@dataclass(frozen=True)
class Drawn:
    """A picture with the table it was drawn from."""

    picture: Picture
    behind: Grid


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    drawn: tuple[Drawn, ...] = ()
    grids: tuple[Grid, ...] = ()
    lead: str = ""
    wide: bool = False  # A page across.
    small: bool = False

    @property
    def tables(self) -> list[Grid]:
        """Every table, those behind pictures first."""
        return [*(drawn.behind for drawn in self.drawn), *self.grids]


def sections_of(evaluation: Evaluation) -> list[Section]:
    """Return the sections; of a part of the people, only those that are about people."""
    whole = not is_part(evaluation)
    map_ = pictures.map_picture(evaluation)
    regencies = people.regencies(evaluation)
    return [
        *(_promises(evaluation) if whole else [_results(evaluation)]),
        Section(
            "penempatan",
            _("Penempatan"),
            drawn=(
                Drawn(pictures.kinds_picture(evaluation), work.kinds(evaluation)),
                Drawn(pictures.months_picture(evaluation), work.months(evaluation)),
            ),
            grids=(work.statuses(evaluation),),
            lead=work.reported(),
        ),
        Section(
            "wilayah",
            _("Wilayah"),
            drawn=(Drawn(map_, regencies),) if map_ else (),
            grids=() if map_ else (regencies,),
        ),
        Section("program", _("Program"), grids=(people.programmes(evaluation),)),
        Section(
            "peserta", _("Siapa pesertanya"), grids=(people.sexes(evaluation), people.schooling(evaluation))
        ),
        *(_left_out(evaluation) if whole else []),
    ]


def annexes_of(evaluation: Evaluation) -> list[Section]:
    return [
        Section("angka", _("Semua angka"), grids=(people.figures(evaluation),)),
        Section("definisi", _("Definisi"), grids=(people.definitions(evaluation),), wide=True, small=True),
    ]


def _promises(evaluation: Evaluation) -> list[Section]:
    return [
        Section(
            "target",
            _("Target dan realisasi"),
            drawn=(Drawn(pictures.targets_picture(evaluation), promised.targets(evaluation)),),
        ),
        Section(
            "tabel-a",
            _("Target, hasil, dan anggaran"),
            grids=(promised.table_a(evaluation), people.channels(evaluation)),
            wide=True,
        ),
    ]


def _results(evaluation: Evaluation) -> Section:
    return Section("hasil", _("Hasil"), grids=(people.channels(evaluation),))


def _left_out(evaluation: Evaluation) -> list[Section]:
    return [
        Section(
            "belum-masuk",
            _("Yang belum masuk"),
            grids=(missing.channels(evaluation), missing.held(evaluation), missing.repeated(evaluation)),
            lead=_(
                "Baris disebut tanpa nama dan tanpa NIK; petugas menemukannya dari lembar dan nomor baris."
            ),
        ),
        Section("perjanjian", _("Perjanjian"), grids=(promised.agreements(evaluation),)),
    ]
