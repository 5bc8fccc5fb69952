"""Who took a seat in a class?"""

from __future__ import annotations

from titian.admissions.models import Offer
from titian.admissions.states import OfferState
from titian.people.models import Person
from titian.planning.models import TrainingClass


def accepted_for(training_class: TrainingClass) -> list[Person]:
    """Return who accepted a seat in this class, by seat."""
    offers = (
        Offer.objects.filter(state=OfferState.ACCEPTED, round_class__opening__training_class=training_class)
        .select_related("application__person")
        .order_by("seat")
    )
    return [offer.application.person for offer in offers]
