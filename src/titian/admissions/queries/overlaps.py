"""Does somebody hold a seat on the same days already?"""

from __future__ import annotations

from collections.abc import Iterable

from titian.admissions.models import AdmissionRound, Offer, RoundClass
from titian.people.models import Person


def overlapping_seat(
    person: Person, classes: Iterable[RoundClass], admission_round: AdmissionRound
) -> str | None:
    """Return the class, of another round, in which the person accepted a seat on days of one of these classes."""
    held = (
        Offer.objects.live()
        .filter(application__person=person)
        .exclude(application__round=admission_round)
        .select_related("round_class__opening__training_class__programme")
    )
    for offer in held:
        mine = offer.round_class.opening.training_class
        for one in classes:
            other = one.opening.training_class
            if mine.starts_on <= other.ends_on and other.starts_on <= mine.ends_on:
                return mine.programme.name
    return None
