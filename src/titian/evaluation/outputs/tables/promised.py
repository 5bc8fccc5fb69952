"""What was promised and what was done: people, packages, rupiah, agreements."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from titian.evaluation.document import Evaluation, TargetRow
from titian.evaluation.outputs import wording
from titian.evaluation.outputs.grid import Cell, Column, Grid, Kind


def targets(evaluation: Evaluation) -> Grid:
    """Return targets against results; reached or not is said of packages and people, of nothing else."""
    return Grid(
        key="target",
        caption=_("Target dan realisasi menurut jalur"),
        columns=(
            Column(_("Jalur"), width=28),
            Column(_("Sumber dana"), width=16),
            Column(_("Target paket"), Kind.COUNT, about="target_packages"),
            Column(_("Realisasi paket"), Kind.COUNT, about="realised_packages"),
            Column(_("Target orang"), Kind.COUNT, about="target_people"),
            Column(_("Realisasi orang"), Kind.COUNT, about="realised_people"),
            Column(_("Capaian peserta"), width=26, about="o_reached"),
        ),
        rows=tuple(
            (
                _label(row),
                row.fund_name,
                _promised(row, "packages"),
                row.packages,
                _promised(row, "people"),
                row.people,
                _reached(row),
            )
            for row in evaluation.targets
        ),
        total=_totals(evaluation.targets),
        notes=(
            *_changes(evaluation.targets),
            _("Target peserta yang tercapai tidak mengatakan apa-apa tentang penempatan."),
        ),
        empty=_("Belum ada target dan belum ada paket untuk tahun ini."),
    )


def table_a(evaluation: Evaluation) -> Grid:
    """Return table A of the coordination meeting."""
    return Grid(
        key="tabel-a",
        caption=_("Tabel A. Target, realisasi, hasil, dan anggaran"),
        columns=(
            Column(_("Jalur"), width=28),
            Column(_("Sumber dana"), width=16),
            Column(_("Target paket"), Kind.COUNT, about="target_packages"),
            Column(_("Realisasi paket"), Kind.COUNT, about="realised_packages"),
            Column(_("Target orang"), Kind.COUNT, about="target_people"),
            Column(_("Realisasi orang"), Kind.COUNT, about="realised_people"),
            Column(_("Lulus"), Kind.COUNT, about="n_passed"),
            Column(_("Kompeten"), Kind.COUNT, about="n_competent"),
            Column(_("Bekerja formal*"), Kind.COUNT, about="n_employee"),
            Column(_("Informal/ wirausaha*"), Kind.COUNT, about="o_informal"),
            Column(_("Luar negeri*"), Kind.COUNT, about="o_abroad"),
            Column(_("Pagu"), Kind.MONEY, 20, about="target_rupiah"),
            Column(_("Realisasi anggaran"), Kind.MONEY, 20, about="realised_rupiah"),
            Column(_("Anggaran terserap"), Kind.SHARE, about="o_absorbed"),
        ),
        rows=tuple(_row_a(row) for row in evaluation.targets),
        total=_total_a(evaluation.targets),
        notes=(
            _("* Dilaporkan lembaga, belum diverifikasi; menurut status di baris peserta itu sendiri."),
            _("Formal di sini menurut pembacaan BLK, yaitu buruh/karyawan."),
            _("Sisa peserta belum bekerja atau statusnya belum didata."),
        ),
        empty=_("Belum ada target dan belum ada paket untuk tahun ini."),
    )


def agreements(evaluation: Evaluation) -> Grid:
    """Return promises of agreements beside what the records say was delivered."""
    return Grid(
        key="perjanjian",
        caption=_("Perjanjian: yang dijanjikan dan yang terlaksana"),
        columns=(
            Column(_("Perjanjian"), width=36),
            Column(_("Jenis"), width=26, aside=True),
            Column(_("Yang berjanji"), width=32),
            Column(_("Mulai"), Kind.DAY, 18),
            Column(_("Berakhir"), Kind.DAY, 18),
            Column(_("Janji"), width=24),
            Column(_("Dijanjikan"), Kind.COUNT, about="o_promised"),
            Column(_("Terlaksana"), Kind.COUNT, about="o_delivered"),
        ),
        rows=tuple(
            (
                row.agreement,
                row.kind_name,
                row.party,
                row.starts_on,
                row.ends_on or _("tanpa batas"),
                row.promise_name,
                row.promised,
                row.delivered,
            )
            for row in evaluation.agreements
        ),
        notes=(_("Yang terlaksana dihitung dari catatan, tidak diketik."),),
        empty=_("Belum ada perjanjian yang berlaku pada tahun ini."),
    )


def _label(row: TargetRow) -> str:
    # A label is typed in Indonesian; another language has only the channel's own name.
    typed = row.label if (get_language() or "id").startswith("id") else ""
    name = typed or row.channel_name
    return _("%(name)s, gelombang %(wave)s") % {"name": name, "wave": row.wave} if row.wave else name


def _promised(row: TargetRow, what: str) -> Cell:
    return _("tanpa target") if row.promised is None else int(getattr(row.promised, what))


def _reached(row: TargetRow) -> str:
    if row.promised is None:
        return _("tanpa target")
    reading = wording.of_total(row.people, row.promised.people)
    if row.people >= row.promised.people:
        return _("tercapai: %(reading)s") % {"reading": reading}
    return _("kurang %(n)s orang") % {"n": wording.count(row.promised.people - row.people)}


def _totals(rows: tuple[TargetRow, ...]) -> tuple[Cell, ...] | None:
    if not rows:
        return None
    return (
        _("Jumlah"),
        "",
        _sum_promised(rows, "packages"),
        sum(row.packages for row in rows),
        _sum_promised(rows, "people"),
        sum(row.people for row in rows),
        "",
    )


def _sum_promised(rows: tuple[TargetRow, ...], what: str) -> Cell:
    promised = [getattr(row.promised, what) for row in rows if row.promised]
    return sum(promised) if promised else _("tanpa target")


def _changes(rows: tuple[TargetRow, ...]) -> tuple[str, ...]:
    return tuple(
        _("%(name)s: janji pertama %(packages)s paket, %(people)s orang; diubah %(day)s: %(reason)s.")
        % {
            "name": _label(row),
            "packages": wording.count(row.first.packages),
            "people": wording.count(row.first.people),
            "day": wording.day(row.promised.decided_on),
            "reason": row.promised.reason.rstrip("."),
        }
        for row in rows
        if row.first is not None and row.promised is not None
    )


def _row_a(row: TargetRow) -> tuple[Cell, ...]:
    budget = row.promised.rupiah if row.promised else None
    return (
        _label(row),
        row.fund_name,
        _promised(row, "packages"),
        row.packages,
        _promised(row, "people"),
        row.people,
        row.passed,
        row.competent,
        row.formal,
        row.informal_or_own,
        row.abroad,
        budget,
        row.rupiah,
        row.rupiah / budget if budget and row.rupiah is not None else None,
    )


def _total_a(rows: tuple[TargetRow, ...]) -> tuple[Cell, ...] | None:
    """Return sums; of money only where every row has it, for a part is not the whole."""
    if not rows:
        return None
    body = [_row_a(row) for row in rows]

    def whole(place: int) -> int | None:
        cells = [cells[place] for cells in body]
        return (
            sum(cell for cell in cells if isinstance(cell, int))
            if all(isinstance(c, int) for c in cells)
            else None
        )

    def sum_of(place: int) -> Cell:
        numbers = [cell for cell in (cells[place] for cells in body) if isinstance(cell, int)]
        return sum(numbers) if numbers else _("tanpa target")

    budget, spent = whole(11), whole(12)
    return (
        _("Jumlah"),
        "",
        *(sum_of(place) for place in range(2, 10)),
        whole(10),
        budget,
        spent,
        spent / budget if budget and spent is not None else None,
    )
