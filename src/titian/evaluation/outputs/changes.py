"""What reads otherwise today than in a published version, as a table."""

from __future__ import annotations

from django.utils.translation import gettext as _

from titian.evaluation.document import Evaluation, Figure
from titian.evaluation.outputs import wording
from titian.evaluation.outputs.grid import Column, Grid
from titian.evaluation.queries.publications import Difference, count_name


def grid(published: Evaluation, now: Evaluation, found: list[Difference]) -> Grid:
    """Return each figure beside what it has become."""
    names = {definition.code: definition.name for definition in (*published.definitions, *now.definitions)}
    return Grid(
        key="perubahan",
        caption=_("Yang berbeda dari catatan hari ini"),
        columns=(
            Column(_("Ukuran"), width=44),
            Column(_("Menurut versi ini"), width=30),
            Column(_("Hari ini"), width=30),
        ),
        rows=tuple((_name(one, names), _read(one.published), _read(one.now)) for one in found),
        notes=(
            _(
                "Angka berbeda karena catatan diperbaiki atau ditambah sesudahnya, "
                "atau karena waktu berlalu sehingga lebih banyak lulusan dapat diamati. Dokumen ini tidak berubah."
            ),
        ),
        empty=_("Tidak ada: catatan hari ini memberi angka yang sama."),
    )


def _name(one: Difference, names: dict[str, str]) -> str:
    name = names[one.code] if one.code in names and not one.where else count_name(one.code)
    return f"{name}, {one.where}" if one.where else name


def _read(value: Figure | int | None) -> str:
    if isinstance(value, Figure):
        return wording.one_line(value)
    return _("tidak ada") if value is None else wording.count(value)
