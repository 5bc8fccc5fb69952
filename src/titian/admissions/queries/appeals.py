"""Which appeals wait, and which marks could be wrong?"""

from __future__ import annotations

from django.db.models import QuerySet

from titian.admissions.models import AdmissionRound, Appeal, Application, Exam, Rating


def open_appeals(admission_round: AdmissionRound) -> QuerySet[Appeal]:
    return (
        Appeal.objects.filter(application__round=admission_round)
        .select_related("application__person")
        .order_by("-state", "pk")
    )


def marks_to_correct(application: Application) -> list[tuple[str, str]]:
    """Return (choice and test, what it is and its marks) of every rated test of an application."""
    names = dict(Exam.choices)
    found: dict[tuple[int, str, str], list[str]] = {}
    for choice, test, programme, mark in (
        Rating.objects.filter(choice__application=application)
        .order_by("choice__rank", "test", "place")
        .values_list(
            "choice", "test", "choice__round_class__opening__training_class__programme__name", "mark"
        )
    ):
        found.setdefault((choice, test, programme), []).append("x" if mark is None else str(mark))
    return [
        (f"{choice}:{test}", f"{programme}, {names[test]}: {', '.join(marks)}")
        for (choice, test, programme), marks in found.items()
    ]
