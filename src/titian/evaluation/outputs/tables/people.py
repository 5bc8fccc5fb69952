"""Who was trained: by channel, by regency, by programme, and every figure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from titian.evaluation.document import Counts, Evaluation, Figure, Slice
from titian.evaluation.outputs import wording
from titian.evaluation.outputs.grid import Cell, Column, Grid, Kind
from titian.evaluation.outputs.tables import work

# The figures asked first of a slice, where the slice has them.
FIRST = ("passed", "competent", "covered", "status_working", "placed_6_graduates")
FIRST_OF_REGENCY = ("passed", "status_working", "placed_6_graduates")


def channels(evaluation: Evaluation) -> Grid:
    """Return the counts of each channel; `unknown` counts belong to neither yes nor no."""
    return Grid(
        key="jalur",
        caption=_("Peserta dan hasil menurut jalur"),
        columns=(
            Column(_("Jalur"), width=28),
            *(
                Column(title, Kind.COUNT, about=about)
                for title, about in (
                    (_("Paket"), "realised_packages"),
                    (_("Peserta"), "realised_people"),
                    (_("Perempuan"), "n_women"),
                    (_("Penyandang disabilitas"), "n_disability"),
                    (_("Terlindungi"), "n_covered"),
                    (_("Lulus"), "n_passed"),
                    (_("Diuji"), "n_assessed"),
                    (_("Kompeten"), "n_competent"),
                    (_("Belum didata lulus"), "o_unknown_passed"),
                )
            ),
        ),
        rows=tuple(_counted(counts) for counts in evaluation.channels),
        total=_counted(evaluation.total),
        notes=(
            _("Peserta dihitung per kursi: %(seats)s kursi diisi %(people)s orang.")
            % {"seats": wording.count(evaluation.seats), "people": wording.count(evaluation.distinct_people)},
        ),
        empty=_("Belum ada peserta untuk tahun ini."),
    )


def regencies(evaluation: Evaluation) -> Grid:
    """Return seats by the participant's regency, with the figures known of each."""
    figures = {part.code: part for part in evaluation.by_regency_figures}
    codes = tuple(code for code in _shared(evaluation.by_regency_figures) if code in FIRST_OF_REGENCY)
    return Grid(
        key="wilayah",
        caption=_("Peserta menurut kabupaten/kota domisili"),
        columns=(
            Column(_("Kode"), width=8, aside=True),
            Column(_("Kabupaten/kota"), width=28),
            Column(_("Wilayah"), width=18),
            Column(_("Peserta"), Kind.COUNT, about="realised_people"),
            *(Column(_name(evaluation, code), Kind.FIGURE, 20, about=code) for code in codes),
        ),
        rows=tuple(
            (
                row.code,
                row.name,
                _("binaan") if row.supervised else _("di luar binaan"),
                row.people,
                *(figures[row.code].figure(code) if row.code in figures else None for code in codes),
            )
            for row in evaluation.by_regency
        ),
        total=(
            "",
            _("Jumlah"),
            "",
            sum(row.people for row in evaluation.by_regency),
            *("" for _code in codes),
        )
        if evaluation.by_regency
        else None,
        notes=(interval_note(), work.reported()),
        empty=_("Belum ada peserta yang domisilinya tercatat."),
    )


def programmes(evaluation: Evaluation) -> Grid:
    return Grid(
        key="program",
        caption=_("Program pelatihan"),
        columns=(
            Column(_("Program"), width=36),
            Column(_("Kejuruan"), width=22),
            Column(_("Paket"), Kind.COUNT, about="realised_packages"),
            Column(_("Peserta"), Kind.COUNT, about="realised_people"),
            Column(_("Lulus"), Kind.FIGURE, 20, about="passed"),
            Column(_("Kompeten"), Kind.FIGURE, 20, about="competent"),
            Column(_("Bekerja*"), Kind.FIGURE, 20, about="status_working"),
            Column(_("Bekerja dalam 6 bulan*"), Kind.FIGURE, 20, about="placed_6_graduates"),
        ),
        rows=tuple(
            (
                row.name,
                row.field,
                row.counts.packages,
                row.counts.people,
                row.passed,
                row.competent,
                row.status_working,
                row.placed_6,
            )
            for row in evaluation.programmes
        ),
        notes=(interval_note(), _("* Dilaporkan lembaga, belum diverifikasi.")),
        empty=_("Belum ada program untuk tahun ini."),
    )


def sexes(evaluation: Evaluation) -> Grid:
    return _slices(
        evaluation, evaluation.by_sex, "jenis-kelamin", _("Peserta menurut jenis kelamin"), _("Jenis kelamin")
    )


def schooling(evaluation: Evaluation) -> Grid:
    return _slices(
        evaluation, evaluation.by_education, "pendidikan", _("Peserta menurut pendidikan"), _("Pendidikan")
    )


def _slices(evaluation: Evaluation, parts: tuple[Slice, ...], key: str, caption: str, head: str) -> Grid:
    """Return the first figures of each value of one dimension."""
    codes = _shared(parts)
    return Grid(
        key=key,
        caption=caption,
        columns=(
            Column(head, width=28),
            Column(_("Peserta"), Kind.COUNT, about="realised_people"),
            *(Column(_name(evaluation, code), Kind.FIGURE, 20, about=code) for code in codes),
        ),
        rows=tuple((part.name, part.counts.people, *(part.figure(code) for code in codes)) for part in parts),
        notes=(interval_note(), work.reported()),
        empty=_("Belum ada peserta untuk tahun ini."),
    )


def figures(evaluation: Evaluation, codes: tuple[str, ...] | None = None) -> Grid:
    """Return the figures (all, or those named) with what each is a part of."""
    chosen = [figure for figure in evaluation.figures if codes is None or figure.code in codes]
    return Grid(
        key="angka",
        caption=_("Semua angka"),
        columns=(
            Column(_("Ukuran"), width=44),
            Column(_("Nilai"), Kind.VALUE, 24),
            Column(_("Satuan"), width=16, aside=True),
            Column(_("Pembilang"), Kind.COUNT),
            Column(_("Penyebut"), Kind.COUNT),
            Column(_("Batas bawah 95 persen"), Kind.SHARE),
            Column(_("Batas atas 95 persen"), Kind.SHARE),
            Column(_("Belum didata"), Kind.COUNT),
            Column(_("Belum cukup lama lulus"), Kind.COUNT, 16),
        ),
        rows=tuple((_name(evaluation, f.code), f, wording.unit_name(f.unit), *_rests_on(f)) for f in chosen),
        rows_about=tuple(figure.code for figure in chosen),
        notes=(_("Kurang dari 30 orang: yang disebut rentangnya, bukan satu angka."),),
        empty=_("Belum ada angka."),
    )


def definitions(evaluation: Evaluation) -> Grid:
    return Grid(
        key="definisi",
        caption=_("Definisi"),
        columns=(
            Column(_("Ukuran"), width=36),
            Column(_("Pertanyaan"), width=44),
            Column(_("Pembilang"), width=44),
            Column(_("Penyebut"), width=44),
            Column(_("Jangka"), width=30),
            Column(_("Satuan"), width=14),
            Column(_("Sumber"), width=30),
        ),
        rows=tuple(
            (
                row.name,
                row.question,
                row.numerator,
                row.denominator,
                row.window,
                wording.unit_name(row.unit),
                row.source,
            )
            for row in evaluation.definitions
        ),
        empty=_("Belum ada definisi."),
    )


def interval_note() -> str:
    return _("Di bawah tiap persentase: berapa dari berapa, lalu rentang 95 persen.")


def _rests_on(figure: Figure) -> tuple[Cell, ...]:
    parts: tuple[Cell, ...] = (figure.numerator, figure.denominator, figure.low, figure.high)
    return (*("" if part is None else part for part in parts), figure.missing, figure.too_young)


def _counted(counts: Counts) -> tuple[Cell, ...]:
    return (
        counts.name,
        counts.packages,
        counts.people,
        counts.female,
        counts.disability,
        counts.covered,
        counts.passed,
        counts.assessed,
        counts.competent,
        counts.unknown_passed,
    )


def _shared(parts: tuple[Slice, ...]) -> tuple[str, ...]:
    known: set[str] = set()
    for place, part in enumerate(parts):
        codes = set(part.codes)
        known = codes if not place else known & codes
    return tuple(code for code in FIRST if code in known)


def _name(evaluation: Evaluation, code: str) -> str:
    return next((row.name for row in evaluation.definitions if row.code == code), code)


def figures_of(evaluation: Evaluation, codes: tuple[str, ...]) -> list[Figure]:
    """Return the named figures that this evaluation has, in the order asked."""
    by_code = {figure.code: figure for figure in evaluation.figures}
    return [by_code[code] for code in codes if code in by_code]
