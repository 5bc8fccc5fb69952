"""Who is not in the figures: packages without a roster, rows held, rows repeated. No name and no NIK."""

from __future__ import annotations

from django.utils.translation import gettext as _

from titian.evaluation.document import Evaluation, RowNote
from titian.evaluation.outputs.grid import Column, Grid, Kind
from titian.rosters.reading.reasons import reason_of


def channels(evaluation: Evaluation) -> Grid:
    """Return, by channel, the packages promised without a roster and the rows left out."""
    return Grid(
        key="belum-masuk",
        caption=_("Yang belum masuk menurut jalur"),
        columns=(
            Column(_("Jalur"), width=28),
            Column(_("Paket direncanakan"), Kind.COUNT, about="target_packages"),
            Column(_("Paket dengan daftar peserta"), Kind.COUNT, 18, about="realised_packages"),
            Column(_("Paket tanpa daftar peserta"), Kind.COUNT, 18, about="o_packages_missing"),
            Column(_("Baris ditahan"), Kind.COUNT, about="o_held"),
            Column(_("Baris berulang"), Kind.COUNT, about="o_repeated"),
        ),
        rows=tuple(
            (
                row.channel_name,
                _("tanpa target") if row.planned_packages is None else row.planned_packages,
                row.packages,
                row.packages_missing,
                row.held,
                row.repeated,
            )
            for row in evaluation.missing
        ),
        total=(
            _("Jumlah"),
            sum(row.planned_packages or 0 for row in evaluation.missing),
            sum(row.packages for row in evaluation.missing),
            sum(row.packages_missing for row in evaluation.missing),
            sum(row.held for row in evaluation.missing),
            sum(row.repeated for row in evaluation.missing),
        )
        if evaluation.missing
        else None,
        empty=_("Tidak ada jalur untuk tahun ini."),
    )


def held(evaluation: Evaluation) -> Grid:
    return _rows(
        evaluation.held,
        "ditahan",
        _("Baris yang ditahan sampai diperbaiki"),
        _("Tidak ada baris yang ditahan."),
    )


def repeated(evaluation: Evaluation) -> Grid:
    return _rows(
        evaluation.repeated,
        "berulang",
        _("Baris berulang di paket yang sama"),
        _("Tidak ada baris yang berulang."),
    )


def _rows(rows: tuple[RowNote, ...], key: str, caption: str, empty: str) -> Grid:
    return Grid(
        key=key,
        caption=caption,
        columns=(
            Column(_("Paket"), width=16),
            Column(_("Lembar"), width=34),
            Column(_("Baris"), Kind.COUNT, 8),
            Column(_("Alasan"), width=60),
            Column(_("Kode"), width=24, aside=True),
            Column(_("Dokumen"), width=46, aside=True),
        ),
        rows=tuple(
            (row.package, row.sheet, row.row, row.reason or reason_of(row.code), row.code, row.document)
            for row in rows
        ),
        empty=empty,
    )
