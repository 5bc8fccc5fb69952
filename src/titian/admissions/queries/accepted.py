"""Who took a seat in a class?"""

from __future__ import annotations

from titian.admissions.models import Offer
from titian.admissions.states import OfferState
from titian.planning.models import TrainingClass


def accepted_for(training_class: TrainingClass) -> list[Offer]:
    """Return the seats of this class that were accepted, with their holders, by seat."""
    return list(
        Offer.objects.filter(state=OfferState.ACCEPTED, round_class__opening__training_class=training_class)
        .select_related("application__person", "run__round", "round_class__opening__training_class")
        .order_by("seat")
    )


def accepted_people(training_class: TrainingClass) -> set[int]:
    """Return who accepted a seat in this class."""
    held = Offer.objects.filter(
        state=OfferState.ACCEPTED, round_class__opening__training_class=training_class
    )
    return set(held.values_list("application__person", flat=True))
