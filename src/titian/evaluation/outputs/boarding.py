"""The report of boarding training as tables; page and spreadsheet draw the same."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from titian.evaluation.outputs import wording
from titian.evaluation.outputs.grid import Cell, Column, Grid, Kind
from titian.evaluation.outputs.workbook import About, write_grids
from titian.evaluation.queries.boarding import EVIDENCES, Boarded, BoardingReport
from titian.people.models import Evidence


def title() -> str:
    return _("Laporan pelatihan berasrama")


def lead(report: BoardingReport) -> str:
    """Return what the report says in one sentence."""
    if report.whole is None:
        return _("Belum ada peserta pelatihan berasrama yang dapat Anda baca.")
    first, last = report.years[0].row, report.years[-1].row
    return _(
        "%(people)s orang dari %(regencies)s kabupaten/kota mengikuti pelatihan berasrama, %(years)s."
    ) % {
        "people": wording.count(report.whole.people),
        "regencies": wording.count(report.whole.regencies),
        "years": first if first == last else f"{first}–{last}",
    }


def reading_notes() -> tuple[str, ...]:
    """Return what one must know to read the tables."""
    return (
        _(
            "Orang dihitung sekali setahun, dan sekali pada jumlah semua tahun, dengan kelas terakhirnya; maka jumlah "
            "semua tahun dapat lebih kecil daripada penjumlahan barisnya."
        ),
        _("Selesai: dinyatakan lulus. Hasil yang belum didata tidak dihitung gagal."),
        _(
            "Bekerja: mulai bekerja pada atau sesudah hari terakhir kelas. Bukti yang berbeda tidak dijumlahkan, dan "
            "yang belum didata tidak dihitung sebagai tidak bekerja."
        ),
        _(
            "Daerah asal: pemberi kerja berkedudukan di kabupaten/kota domisili saat masuk. Pemberi kerja yang "
            "kedudukannya belum didata, juga usaha sendiri, masuk “tempat belum didata”."
        ),
        _("Sel kecil tidak ditutup: laporan ini untuk petugas. Jangan diumumkan seperti ini."),
    )


def grids(report: BoardingReport) -> list[tuple[str, Grid]]:
    """Return the tables with the names of their sheets."""
    return [
        (_("Per tahun"), people(report)),
        (_("Bekerja menurut bukti"), placed(report)),
        (_("Per kabupaten-kota"), regencies(report)),
    ]


def people(report: BoardingReport) -> Grid:
    """Who took part and finished, and what is known of the work of those who finished."""
    columns = (
        Column(_("Tahun")),
        Column(_("Kabupaten/kota"), Kind.COUNT),
        Column(_("Orang"), Kind.COUNT),
        Column(_("Selesai (lulus)"), Kind.COUNT),
        Column(_("Tidak selesai"), Kind.COUNT),
        Column(_("Hasil belum didata"), Kind.COUNT),
        Column(_("Tidak bekerja"), Kind.COUNT),
        Column(_("Bekerja, mulainya lain"), Kind.COUNT),
        Column(_("Pekerjaan belum didata"), Kind.COUNT),
        Column(_("Bagian yang belum didata"), Kind.SHARE),
    )

    def row(name: str, one: Boarded) -> tuple[Cell, ...]:
        return (
            name, one.regencies, one.people, one.finished, one.failed, one.result_unknown, one.idle,
            one.works_undated, one.work_unknown, _share(one.work_unknown, one.finished),
        )  # fmt: skip

    without = report.whole.without_regency if report.whole else 0
    return Grid(
        key="boarding-years",
        caption=_("Peserta menurut tahun"),
        columns=columns,
        rows=tuple(row(one.row, one) for one in report.years),
        total=row(_("Semua tahun"), report.whole) if report.whole else None,
        notes=(
            _(
                "Empat kolom terakhir tentang yang selesai, penyebut bagiannya juga. Mulainya lain: sebelum hari "
                "terakhir kelas, atau belum didata."
            ),
        )
        + ((_("%(n)d orang tanpa kabupaten/kota asal.") % {"n": without},) if without else ()),
        empty=_("Belum ada peserta pelatihan berasrama yang dapat Anda baca."),
    )


def placed(report: BoardingReport) -> Grid:
    """Who began to work after the class, a line a year and kind of evidence."""
    columns = (
        Column(_("Tahun")),
        Column(_("Bukti"), width=30),
        Column(_("Selesai (lulus)"), Kind.COUNT),
        Column(_("Bekerja"), Kind.COUNT),
        Column(_("Bagian yang bekerja"), Kind.SHARE),
        Column(_("Di daerah asal"), Kind.COUNT),
        Column(_("Di daerah lain"), Kind.COUNT),
        Column(_("Tempat belum didata"), Kind.COUNT),
        Column(_("Bagian di daerah asal"), Kind.SHARE),
    )
    named = [(one.row, one) for one in report.years]
    named += [(_("Semua tahun"), report.whole)] if report.whole and len(report.years) > 1 else []
    rows: list[tuple[Cell, ...]] = []
    for name, one in named:
        for kind in EVIDENCES:
            known = one.placed[kind.value]
            if not known.all and kind != Evidence.CENTRE:
                continue  # a kind nobody reported by is no line of zeros
            rows.append(
                (
                    name,
                    str(kind.label),
                    one.finished,
                    known.all,
                    _share(known.all, one.finished),
                    known.home,
                    known.away,
                    known.somewhere,
                    _share(known.home, known.all),
                )
            )
    return Grid(
        key="boarding-placed",
        caption=_("Bekerja sesudah kelas, menurut bukti"),
        columns=columns,
        rows=tuple(rows),
        notes=(
            _("Penyebut bagian yang bekerja: yang selesai. Penyebut bagian di daerah asal: yang bekerja."),
        ),
        empty=_("Belum ada peserta pelatihan berasrama yang dapat Anda baca."),
    )


def regencies(report: BoardingReport) -> Grid:
    """The same people by the regency they came from, over all years."""
    columns = (
        Column(_("Kabupaten/kota asal"), width=32),
        Column(_("Kode"), aside=True),
        Column(_("Orang"), Kind.COUNT),
        Column(_("Selesai (lulus)"), Kind.COUNT),
        *(Column(_("Bekerja: %(kind)s") % {"kind": kind.label}, Kind.COUNT) for kind in EVIDENCES),
        Column(_("Di daerah asal menurut lembaga"), Kind.COUNT),
        Column(_("Pekerjaan belum didata"), Kind.COUNT),
    )
    rows = tuple(
        (
            report.names.get(one.row) or one.row or None,
            one.row,
            one.people,
            one.finished,
            *(one.placed[kind.value].all for kind in EVIDENCES),
            one.placed[Evidence.CENTRE.value].home,
            one.work_unknown,
        )
        for one in report.regencies
    )
    return Grid(
        key="boarding-regencies",
        caption=_("Peserta menurut kabupaten/kota asal"),
        columns=columns,
        rows=rows,
        notes=(_("Semua tahun; setiap orang satu kali."),),
        empty=_("Belum ada peserta pelatihan berasrama yang dapat Anda baca."),
    )


def write_boarding(report: BoardingReport, *, part: str, made_on: date) -> bytes:
    """Return the spreadsheet in the active language; `part` says whose people are counted."""
    years = f"{report.years[0].row}–{report.years[-1].row}" if report.years else ""
    about = About(part, years, _("Keadaan per %(day)s") % {"day": wording.day(report.as_of)}, "", made_on, "")
    return write_grids(title(), about, (lead(report), "", *reading_notes()), grids(report))


def _share(part: int, whole: int) -> Cell:
    return part / whole if whole else _("tanpa penyebut")
