"""The documents a class gives as workbooks. The NIK stays masked: a file travels further than a screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from titian.core import formats
from titian.planning.models import TrainingClass
from titian.portal.queries.enrolments import EnrolmentLine
from titian.rosters.writing.sheet import new_workbook
from titian.rosters.writing.template import ClassInfo

WIDTH = 22


def title_of(training_class: TrainingClass) -> ClassInfo:
    """Return what stands above the blank roster of a class."""
    field = training_class.programme.field
    return ClassInfo(
        package=training_class.code,
        programme=training_class.programme.name,
        organiser=training_class.organiser.name,
        field=field.name if field else "",
        fund=training_class.fund.name if training_class.fund else "",
        hours=training_class.hours,
        starts_on=training_class.starts_on,
        ends_on=training_class.ends_on,
        capacity=training_class.capacity,
    )


def write_participants(path: Path, training_class: TrainingClass, lines: Sequence[EnrolmentLine]) -> None:
    """Write who takes part and how it went."""
    heads = [
        _("No."), _("Nama"), _("NIK"), _("Jenis kelamin"), _("Asal"), _("Hasil"), _("Nomor sertifikat pelatihan"),
        _("Uji kompetensi"), _("Nomor sertifikat kompetensi"), _("Nomor BPJS Ketenagakerjaan"),
        _("Status kerja yang dilaporkan"), _("Tempat kerja"), _("Mulai bekerja"),
    ]  # fmt: skip
    passed = {True: _("lulus"), False: _("tidak lulus"), None: ""}
    rows = []
    for line in lines:
        spell = line.report.spell if line.report else None
        employer = (spell.employer_name or (spell.employer.name if spell.employer else "")) if spell else ""
        rows.append(
            [
                str(line.enrolment.number_in_class or ""),
                line.enrolment.person.name,
                line.masked_nik,
                line.enrolment.person.get_sex_display(),
                str(line.enrolment.domicile or ""),
                passed[line.enrolment.passed],
                line.certificate,
                str(line.verdict or ""),
                line.competency_certificate,
                line.cover.member_number if line.cover else "",
                str(line.report.status) if line.report else "",
                employer,
                formats.day(spell.starts_on) if spell and spell.starts_on else "",
            ]
        )
    _write(path, _("Peserta"), training_class, heads, rows)


def write_certificates(path: Path, training_class: TrainingClass, lines: Sequence[EnrolmentLine]) -> None:
    """Write the certificates of a class, of the centre and of the certification body."""
    heads = [_("Nama"), _("NIK"), _("Nomor sertifikat pelatihan"), _("Nomor sertifikat kompetensi"), _("LSP")]
    rows = [
        [
            line.enrolment.person.name,
            line.masked_nik,
            line.certificate,
            line.competency_certificate,
            line.verdict.body.name if line.verdict and line.verdict.body else "",
        ]
        for line in lines
        if line.certificate or line.competency_certificate
    ]
    _write(path, _("Sertifikat"), training_class, heads, rows)


def _write(
    path: Path,
    title: str,
    training_class: TrainingClass,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> None:
    with new_workbook(path) as (workbook, styles):
        sheet = workbook.add_worksheet(title)
        about = f"{training_class.programme.name}, {training_class.code}, {training_class.organiser.name}"
        sheet.write_string(0, 0, about, styles.title)
        for column, head in enumerate(heads):
            sheet.write_string(2, column, head, styles.heading)
            sheet.set_column(column, column, WIDTH)
        for number, row in enumerate(rows, start=3):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, styles.text)
        sheet.freeze_panes(3, 2)
