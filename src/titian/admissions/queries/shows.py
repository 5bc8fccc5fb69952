"""Of those who took a seat at a centre, how many came?"""

from __future__ import annotations

from datetime import date

from titian.admissions.models import AdmissionRound, Offer, RoundClass
from titian.admissions.showing_up import LEAST_SEEN, MOST_RISK, levels
from titian.admissions.states import OfferState
from titian.network.models import Organisation


def shows_of(centre: Organisation, *, before: date) -> tuple[int, int]:
    """Return (came, stayed away) among those who accepted a seat in classes that began before a day."""
    offers = Offer.objects.filter(application__round__centre=centre)
    begun = offers.filter(round_class__opening__training_class__starts_on__lt=before)
    came = begun.filter(state=OfferState.ACCEPTED).count()
    return came, offers.filter(state=OfferState.NO_SHOW).count()


def call_levels(
    admission_round: AdmissionRound, *, today: date
) -> tuple[tuple[int, int], list[tuple[RoundClass, list[tuple[int, float, bool]]]]]:
    """Return what was seen, and for each class how many may be called with what risk and whether policy lets it.

    Too few seen: no levels. A class with beds is not over-called at all.
    """
    seen = shows_of(admission_round.centre, before=today)
    if sum(seen) < LEAST_SEEN:
        return seen, []
    classes = admission_round.classes.select_related("opening__training_class__programme").order_by(
        "position"
    )
    told = [
        (one, [(*level, level[1] <= MOST_RISK) for level in levels(one.opening.seats, *seen)])
        for one in classes
        if not one.opening.beds_men + one.opening.beds_women
    ]
    return seen, told
