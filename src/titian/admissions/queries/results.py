"""What a run says, line by line, and whom it would cost a seat."""

from __future__ import annotations

from dataclasses import dataclass

from titian.admissions.models import Offer, Result, Run


@dataclass(frozen=True)
class ResultLine:
    """One admitted or waiting person of one class."""

    result: Result
    class_id: int
    place: int

    @property
    def is_reserve(self) -> bool:
        return self.result.choice is None


def result_lines(run: Run) -> list[ResultLine]:
    """Return the admitted by seat, then the reserves by rank, class by class."""
    found = Result.objects.filter(run=run).select_related(
        "application__person__regency", "choice__round_class", "reserve_choice__round_class"
    )
    lines = []
    for result in found:
        held = result.choice or result.reserve_choice
        if held is not None:
            place = result.seat if result.choice else result.reserve_rank
            lines.append(
                (held.round_class.position, result.choice is None, place or 0, held.round_class_id, result)
            )
    lines.sort(key=lambda line: (*line[:3], line[4].pk))
    return [ResultLine(result, class_id, place) for _position, _waits, place, class_id, result in lines]


def who_loses(run: Run) -> list[Offer]:
    """Return the live offers a proposed run would take or move."""
    held = {
        offer.application_id: offer
        for offer in Offer.objects.live()
        .filter(application__round=run.round)
        .select_related("application__person", "round_class__opening__training_class__programme")
    }
    kept = {
        result.application_id
        for result in Result.objects.filter(run=run)
        if (offer := held.get(result.application_id)) and offer.choice_id == result.choice_id
    }
    return [offer for application, offer in held.items() if application not in kept]
