"""The fixed list of tables the public may read, and the counts they are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from django.db.models import Case, CharField, Count, F, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from titian.evaluation.indicators import EDUCATION_GROUPS
from titian.evaluation.indicators.indicator import CASUAL, OWN_ACCOUNT
from titian.evaluation.models import Participation, PublicTable
from titian.network.models import Organisation
from titian.network.queries import areas_of
from titian.people.models import Sex
from titian.programmes.models import Programme
from titian.standards.models import Channel, Region

UNKNOWN, OTHER = "unknown", "other"
Label = str | Promise


@dataclass(frozen=True)
class PublicDimension:
    """What the channels are crossed with; `columns` are codes with labels, in order."""

    key: str
    title: Label
    value: Combinable
    columns: tuple[tuple[str, Label], ...]


@dataclass(frozen=True)
class Unprotected:
    """A table before protection: codes of rows and columns, counts with totals last."""

    key: str
    rows: list[str]
    columns: list[str]
    counts: npt.NDArray[np.int64]


@dataclass(frozen=True)
class PublicView:
    """A published table for a screen; a protected cell is None. The last row and column are totals."""

    key: str
    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[int | None, ...], ...]
    as_of: date
    version: int | None = None  # of the signed evaluation it was published with, and its hash
    sha256: str = ""
    withdrawn_on: date | None = None
    withdrawn_because: str = ""

    @property
    def protected(self) -> bool:
        return any(value is None for row in self.values for value in row)


NOT_RECORDED = (UNKNOWN, _("Belum didata"))


def _yes_no(field: str, yes: Label, no: Label) -> tuple[Combinable, tuple[tuple[str, Label], ...]]:
    value = _cases((When(**{field: True}, then=Value("yes")), When(**{field: False}, then=Value("no"))))
    return value, (("yes", yes), ("no", no), NOT_RECORDED)


def _cases(whens: Iterable[When], default: str = UNKNOWN) -> Case:
    return Case(*whens, default=Value(default), output_field=CharField())


DIMENSIONS = (
    PublicDimension("sex", _("Jenis kelamin"), F("sex"), tuple(Sex.choices)),
    PublicDimension(
        "education",
        _("Pendidikan"),
        _cases(
            When(education_rank__range=(lowest, highest), then=Value(code))
            for code, _name, lowest, highest in EDUCATION_GROUPS
        ),
        (*((code, name) for code, name, _lowest, _highest in EDUCATION_GROUPS), NOT_RECORDED),
    ),
    PublicDimension(
        "disability", _("Disabilitas"), *_yes_no("disability", _("Penyandang disabilitas"), _("Bukan"))
    ),
    PublicDimension("regency", _("Asal kabupaten/kota"), Coalesce("regency", Value(UNKNOWN)), ()),
    PublicDimension("programme", _("Program"), Cast(F("programme_id"), CharField()), ()),
    PublicDimension("passed", _("Hasil pelatihan"), *_yes_no("passed", _("Lulus"), _("Tidak lulus"))),
    PublicDimension(
        "competent",
        _("Uji kompetensi"),
        _cases(
            (
                When(assessed=False, then=Value("not_assessed")),
                When(competent=True, then=Value("yes")),
                When(competent=False, then=Value("no")),
            )
        ),
        (
            ("yes", _("Kompeten")),
            ("no", _("Belum kompeten")),
            ("not_assessed", _("Tidak diuji")),
            NOT_RECORDED,
        ),
    ),
    PublicDimension(
        "status",
        _("Status kerja menurut laporan lembaga, belum diverifikasi"),
        _cases(
            (
                When(status_reported="employee", then=Value("employee")),
                When(status_reported__in=OWN_ACCOUNT, then=Value("own_account")),
                When(status_reported__in=CASUAL, then=Value("casual")),
                When(status_reported="unpaid_family", then=Value("unpaid_family")),
                When(status_reported="not_working", then=Value("not_working")),
            )
        ),
        (
            ("employee", _("Karyawan")),
            ("own_account", _("Usaha sendiri")),
            ("casual", _("Pekerja bebas")),
            ("unpaid_family", _("Pekerja keluarga")),
            ("not_working", _("Belum bekerja")),
            NOT_RECORDED,
        ),
    ),
)


def columns_of(
    dimension: PublicDimension, areas: Iterable[Region], programmes: dict[str, str]
) -> tuple[tuple[str, Label], ...]:
    """Return the codes and labels of a dimension; regencies nobody here supervises stand together."""
    if dimension.key == "programme":
        return tuple(programmes.items())
    if dimension.key != "regency":
        return dimension.columns
    return (*((area.code, area.name) for area in areas), (OTHER, _("Daerah lain")), NOT_RECORDED)


def unprotected_tables(centre: Organisation, year: int, *, on: date) -> list[Unprotected]:
    """Return all tables of the fixed list as they are, with totals; no face may show them."""
    used = set(Participation.objects.filter(centre_id=centre.pk, year=year).values_list("channel", flat=True))
    channels = [code for code in Channel.objects.values_list("code", flat=True) if code in used]
    if not channels:
        return []
    areas = areas_of(centre, min(on, date(year, 12, 31)))
    programmes = _programmes(Participation.objects.filter(centre_id=centre.pk, year=year))
    tables = []
    for dimension in DIMENSIONS:
        columns = [code for code, _label in columns_of(dimension, areas, programmes)]
        counts = _with_totals(_counted(centre, year, dimension, channels, columns))
        tables.append(Unprotected(dimension.key, channels, columns, counts))
    return tables


def _programmes(records: QuerySet[Participation]) -> dict[str, str]:
    """Return the programmes that were given, by name; the code is the programme's number."""
    found = records.order_by("programme_name", "programme_id").values_list("programme_id", "programme_name")
    return {str(pk): name for pk, name in found.distinct()}


def _counted(
    centre: Organisation, year: int, dimension: PublicDimension, channels: list[str], codes: list[str]
) -> list[list[int]]:
    """Return the people of each channel and value; a value outside the list is `other`."""
    places = {code: place for place, code in enumerate(codes)}
    table = [[0] * len(codes) for _channel in channels]
    rows = (
        Participation.objects.filter(centre_id=centre.pk, year=year)
        .annotate(cell=dimension.value)
        .order_by()
        .values_list("channel", "cell")
        .annotate(people=Count("pk"))
    )
    for channel, cell, people in rows:
        table[channels.index(channel)][places.get(cell, places.get(OTHER, -1))] += people
    return table


def _with_totals(inner: list[list[int]]) -> npt.NDArray[np.int64]:
    counts = np.array(inner, dtype=np.int64)
    rows = np.vstack([counts, counts.sum(axis=0)])
    return np.hstack([rows, rows.sum(axis=1)[:, None]])


def public_tables(centre: Organisation, year: int) -> list[PublicView]:
    """Return what was published, in the fixed order; nothing else of a person is readable by the public."""
    stored = {table.key: table for table in PublicTable.objects.filter(centre=centre, year=year)}
    channels = {channel.code: str(channel) for channel in Channel.objects.all()}
    regions = dict(Region.objects.filter(level=2).values_list("code", "name"))
    total = str(_("Jumlah"))
    views = []
    for dimension in DIMENSIONS:
        if (table := stored.get(dimension.key)) is None:
            continue
        labels = {OTHER: _("Daerah lain"), **regions, **dict(dimension.columns), UNKNOWN: NOT_RECORDED[1]}
        if dimension.key == "programme":
            named = Programme.objects.filter(pk__in=[int(code) for code in table.cells["columns"]])
            labels = {str(pk): name for pk, name in named.values_list("pk", "name")}
        views.append(
            PublicView(
                dimension.key,
                str(dimension.title),
                (*(channels.get(code, code) for code in table.cells["rows"]), total),
                (*(str(labels.get(code, code)) for code in table.cells["columns"]), total),
                tuple(tuple(row) for row in table.cells["values"]),
                table.as_of,
                table.version,
                table.sha256,
                table.withdrawn_on,
                table.withdrawn_because,
            )
        )
    return views
