"""What became of them: as reported by the centres, not verified."""

from __future__ import annotations

from django.utils.translation import gettext as _

from titian.evaluation.document import Counts, Evaluation
from titian.evaluation.outputs.grid import Cell, Column, Grid, Kind


def reported() -> str:
    return _("Dilaporkan lembaga, belum diverifikasi.")


def kinds(evaluation: Evaluation) -> Grid:
    """Return people by reported status with both readings; the unrecorded have their own row."""
    unknown = evaluation.total.unknown_status
    rows: list[tuple[Cell, ...]] = [
        (
            row.name,
            row.people,
            row.share,
            _reading(row.code, row.statistics_reading),
            _reading(row.code, row.centre_reading),
            _("ya") if row.own_business else _("tidak"),
        )
        for row in evaluation.placement_by_kind
    ]
    if unknown:
        rows.append((_("Belum didata"), unknown, "", _("belum didata"), _("belum didata"), _("belum didata")))
    return Grid(
        key="jenis",
        caption=_("Penempatan menurut status pekerjaan"),
        columns=(
            Column(_("Status di baris peserta"), width=40),
            Column(_("Peserta"), Kind.COUNT),
            Column(_("Bagian"), Kind.FIGURE, 20),
            Column(_("Pembacaan BPS"), width=24),
            Column(_("Pembacaan BLK"), width=24),
            Column(_("Usaha sendiri"), width=14),
        ),
        rows=tuple(rows),
        total=(_("Jumlah"), sum(row.people for row in evaluation.placement_by_kind) + unknown, "", "", "", "")
        if rows
        else None,
        notes=(
            reported(),
            _("Majikan dengan pekerja tetap adalah formal menurut BPS, wirausaha menurut BLK."),
        ),
        empty=_("Belum ada status pekerjaan yang didata."),
    )


def months(evaluation: Evaluation) -> Grid:
    """Return the graduates placed within each number of months, of those observed for as long."""
    young = _("belum dapat dihitung")
    return Grid(
        key="bulan",
        caption=_("Lulusan yang sudah bekerja, menurut bulan sejak kelas selesai"),
        columns=(
            Column(_("Bulan"), Kind.COUNT, 8),
            Column(_("Sudah bekerja"), Kind.COUNT),
            Column(_("Lulusan yang sudah teramati"), Kind.COUNT, 18),
            Column(_("Bagian"), Kind.SHARE),
            Column(_("Batas bawah 95 persen"), Kind.SHARE),
            Column(_("Batas atas 95 persen"), Kind.SHARE),
            Column(_("Belum cukup lama lulus"), Kind.COUNT, 18),
        ),
        rows=tuple(
            (row.month, row.placed, row.observed, row.value, row.low, row.high, row.too_young)
            if row.value is not None
            else (row.month, "–", row.observed, young, "–", "–", row.too_young)
            for row in evaluation.placement_by_month
        ),
        notes=(reported(), _("Lulusan yang kelasnya belum cukup lama selesai tidak ikut dihitung.")),
        empty=_("Belum ada lulusan."),
    )


def statuses(evaluation: Evaluation) -> Grid:
    """Return the status written in each enrolment's own row, by channel."""
    return Grid(
        key="status",
        caption=_("Status pekerjaan menurut jalur"),
        columns=(
            Column(_("Jalur"), width=28),
            *(
                Column(title, Kind.COUNT)
                for title in (
                    _("Peserta"),
                    _("Buruh/ karyawan"),
                    _("Usaha sendiri"),
                    _("Pekerja bebas"),
                    _("Pekerja keluarga"),
                    _("Belum bekerja"),
                    _("Belum didata"),
                )
            ),
        ),
        rows=tuple(_status(counts) for counts in evaluation.channels),
        total=_status(evaluation.total),
        notes=(reported(),),
        empty=_("Belum ada peserta untuk tahun ini."),
    )


def _status(counts: Counts) -> tuple[Cell, ...]:
    return (
        counts.name,
        counts.people,
        counts.job_employee,
        counts.job_own_account,
        counts.job_casual,
        counts.job_unpaid_family,
        counts.job_none,
        counts.unknown_status,
    )


def _reading(code: str, word: str) -> str:
    if code == "not_working":
        return _("belum bekerja")
    return {
        "formal": _("formal"),
        "informal": _("informal"),
        "unknown": _("formal atau informal"),
        "not_counted": _("tidak dihitung bekerja"),
    }.get(word, word)
