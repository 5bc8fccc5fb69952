"""Is somebody elsewhere on the same days, or was lately in training?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from titian.admissions.models import AdmissionRound, Offer, RoundClass
from titian.admissions.rules import months_before
from titian.admissions.states import LIVE, OfferState
from titian.people.models import Person, TrainingSpell


def overlapping_seat(
    person: Person,
    classes: Iterable[RoundClass],
    admission_round: AdmissionRound,
    *,
    states: Iterable[OfferState] = LIVE,
) -> str | None:
    """Return the programme, of another round, in which the person holds a seat on days of one of these classes."""
    mine = "round_class__opening__training_class"
    held = (
        Offer.objects.filter(application__person=person, state__in=list(states))
        .exclude(application__round=admission_round)
        .values_list(f"{mine}__programme__name", f"{mine}__starts_on", f"{mine}__ends_on")
    )
    days = [(one.opening.training_class.starts_on, one.opening.training_class.ends_on) for one in classes]
    for programme, starts_on, ends_on in held:
        if any(starts_on <= other_ends and other_starts <= ends_on for other_starts, other_ends in days):
            return str(programme)
    return None


def overlapping_training(person: Person, classes: Iterable[RoundClass]) -> TrainingSpell | None:
    """Return another training which the person takes on days of one of these classes."""
    wanted = [one.opening.training_class for one in classes]
    for spell in TrainingSpell.objects.filter(person=person):
        for one in wanted:
            if (
                spell.class_number != one.pk
                and spell.starts_on <= one.ends_on
                and one.starts_on <= spell.ends_on
            ):
                return spell
    return None


def recent_training(person: Person, months: int, *, on: date) -> TrainingSpell | None:
    """Return the last training that ended within so many months before a day; None where there is none."""
    ended = TrainingSpell.objects.filter(
        person=person, ends_on__gt=months_before(on, months), ends_on__lte=on
    )
    return ended.order_by("-ends_on").first()
