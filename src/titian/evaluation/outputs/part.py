"""What remains of an evaluation for those who read only the people of some regencies."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from titian.evaluation.document import Evaluation

# A plan, a budget and a class are a whole centre's; beside a part of its people they would mislead.
OF_THE_WHOLE = {
    "target_packages",
    "realised_packages",
    "target_people",
    "target_rupiah",
    "realised_rupiah",
    "fill",
    "seats_per_1000_unemployed",
}


def part_of(evaluation: Evaluation, regencies: tuple[str, ...]) -> Evaluation:
    """Return the evaluation without what compares a part with the whole, saying what it is a part of."""
    said = _(
        "Anda membaca hanya peserta yang berdomisili di %(regencies)s. "
        "Target, anggaran, perjanjian, dan baris yang ditahan milik seluruh balai, jadi tidak ditampilkan."
    ) % {"regencies": ", ".join(regencies)}
    return replace(
        evaluation,
        figures=tuple(figure for figure in evaluation.figures if figure.code not in OF_THE_WHOLE),
        targets=(),
        missing=(),
        held=(),
        repeated=(),
        agreements=(),
        notes=(said, *evaluation.notes),
    )


def is_part(evaluation: Evaluation) -> bool:
    """Tell a part from the whole: the whole always says what is missing from it, channel by channel."""
    return not evaluation.missing
