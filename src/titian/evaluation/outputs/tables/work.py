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
            Column(_("Peserta"), Kind.COUNT, about="realised_people"),
            Column(_("Bagian"), Kind.FIGURE, 20, about="o_kind"),
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
        caption=_("Lulusan yang sudah bekerja, menurut bulan sejak paket selesai"),
        columns=(
            Column(_("Bulan"), Kind.COUNT, 8),
            Column(_("Sudah bekerja"), Kind.COUNT, about="o_placed"),
            Column(_("Lulusan yang sudah teramati"), Kind.COUNT, 18, about="o_observed"),
            Column(_("Bagian"), Kind.SHARE, about="o_placed_share"),
            Column(_("Batas bawah 95 persen"), Kind.SHARE, about="o_interval"),
            Column(_("Batas atas 95 persen"), Kind.SHARE, about="o_interval"),
            Column(_("Belum cukup lama lulus"), Kind.COUNT, 18, about="o_too_young"),
        ),
        rows=tuple(
            (row.month, row.placed, row.observed, row.value, row.low, row.high, row.too_young)
            if row.value is not None
            else (row.month, "–", row.observed, young, "–", "–", row.too_young)
            for row in evaluation.placement_by_month
        ),
        notes=(reported(), _("Lulusan yang paketnya belum cukup lama selesai tidak ikut dihitung.")),
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
                Column(title, Kind.COUNT, about=about)
                for title, about in (
                    (_("Peserta"), "realised_people"),
                    (_("Buruh/ karyawan"), "n_employee"),
                    (_("Usaha sendiri"), "n_own_account"),
                    (_("Pekerja bebas"), "n_casual"),
                    (_("Pekerja keluarga"), "o_unpaid_family"),
                    (_("Belum bekerja"), "n_none"),
                    (_("Belum didata"), "o_unknown_status"),
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
