"""What a reader of the evaluation must know beside the figures."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from titian.core.formats import day, number
from titian.evaluation.document import FigureState, Slice
from titian.evaluation.indicators import WINDOWS
from titian.evaluation.queries.cells import Question
from titian.evaluation.queries.figures import ENOUGH_OBSERVED


def notes_on(question: Question, whole: Slice) -> tuple[str, ...]:
    """Return the sentences in the order a reader needs them."""
    notes = []
    if question.as_of:
        notes.append(
            _("Keadaan per %(date)s: yang terjadi sesudah hari itu tidak dihitung.")
            % {"date": day(question.observed_on)}
        )
    notes += _windows(question, whole)
    if whole.counts.unknown_status:
        notes.append(
            ngettext(
                "Status kerja %(n)s peserta belum didata dan tidak masuk penyebut.",
                "Status kerja %(n)s peserta belum didata dan tidak masuk penyebut.",
                whole.counts.unknown_status,
            )
            % {"n": number(whole.counts.unknown_status)}
        )
    if whole.counts.distinct_people != whole.counts.people:
        notes.append(
            _("%(seats)s kursi diisi %(people)s orang; sebagian orang mengikuti lebih dari satu paket.")
            % {"seats": number(whole.counts.people), "people": number(whole.counts.distinct_people)}
        )
    notes.append(
        _(
            "Status kerja dilaporkan lembaga dan belum diverifikasi; "
            "target peserta yang tercapai tidak berkata apa-apa tentang penempatan."
        )
    )
    return tuple(notes)


def _windows(question: Question, whole: Slice) -> list[str]:
    closed, partly = [], []
    for months in WINDOWS:
        figure = whole.figure(f"placed_{months}_graduates")
        if figure.state is FigureState.TOO_YOUNG:
            closed.append(str(months))
        elif figure.too_young:
            partly.append((months, figure.too_young))
    notes = []
    if closed:
        notes.append(
            _("Penempatan %(months)s bulan belum dapat dihitung: pada %(date)s paket dari kurang dari "
              "%(share)s %% peserta sudah sekian lama berakhir.")
            % {"months": _(" dan ").join(closed), "date": day(question.observed_on),
               "share": round(100 * ENOUGH_OBSERVED)}
        )  # fmt: skip
    for months, young in partly:
        notes.append(
            _("Penempatan %(months)s bulan: %(n)s lulusan dari paket yang lebih muda belum dihitung.")
            % {"months": months, "n": number(young)}
        )
    return notes
