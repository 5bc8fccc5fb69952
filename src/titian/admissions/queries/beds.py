"""Who sleeps where in the dormitories of a class, and who needs a room without steps?"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from titian.admissions.allotting import allot_beds
from titian.admissions.models import AdmissionRound, BedPlace, Offer, RoundClass, Term
from titian.admissions.states import OfferState
from titian.people.models import Setting
from titian.people.support import support_at


@dataclass(frozen=True)
class Place:
    """One who has a seat with a bed; `number` None until a bed is handed out."""

    offer: Offer
    number: int | None
    needs_access: bool
    support: list[str]

    @property
    def took_the_seat(self) -> bool:
        return bool(self.offer.state == OfferState.ACCEPTED)


@dataclass(frozen=True)
class Dormitory:
    """The beds of one dormitory in one class; those numbered up to `accessible` stand in accessible rooms."""

    term: Term
    beds: int
    accessible: int
    places: list[Place]

    @property
    def allotted(self) -> dict[int, int]:
        """The bed of each offer as the rule gives it today."""
        return allot_beds(
            [one.offer.pk for one in self.places if one.took_the_seat],
            needing={one.offer.pk for one in self.places if one.needs_access},
            beds=self.beds,
            accessible=self.accessible,
            held={one.offer.pk: one.number for one in self.places if one.number is not None},
            awaited=sum(one.needs_access and not one.took_the_seat for one in self.places),
        )

    @property
    def to_hand_out(self) -> int:
        """How many beds the rule would give anew or otherwise than they were handed out."""
        now = {one.offer.pk: one.number for one in self.places}
        return sum(now[offer] != number for offer, number in self.allotted.items())

    @property
    def without_access(self) -> int:
        """How many need an accessible room and get none."""
        given = self.allotted
        return sum(
            one.needs_access
            and one.took_the_seat
            and given.get(one.offer.pk, 0) not in range(1, self.accessible + 1)
            for one in self.places
        )


def dormitories_of(round_class: RoundClass) -> list[Dormitory]:
    """Return the men's and the women's beds of a class, each with those who have a seat with a bed, by seat."""
    opening = round_class.opening
    offers = list(
        Offer.objects.live()
        .filter(round_class=round_class, choice__term__gt=Term.DAY)
        .select_related("application__person", "choice")
        .order_by("seat", "pk")
    )
    beds = dict(BedPlace.objects.filter(round_class=round_class).values_list("offer", "number"))
    needing = _needing_access(round_class)
    support: dict[int, list[str]] = {}
    for promised in support_at(Setting.DORMITORY, {one.application.person_id for one in offers}):
        said = str(promised.get_kind_display())
        support.setdefault(promised.person_id, []).append(
            f"{said}: {promised.note}" if promised.note else said
        )
    sizes = (
        (Term.BED_MEN, opening.beds_men, opening.accessible_beds_men),
        (Term.BED_WOMEN, opening.beds_women, opening.accessible_beds_women),
    )
    return [
        Dormitory(
            term, size, accessible,
            [
                Place(
                    one, beds.get(one.pk), one.application_id in needing,
                    support.get(one.application.person_id, []),
                )
                for one in offers
                if one.choice.term == term
            ],
        )
        for term, size, accessible in sizes
        if size
    ]  # fmt: skip


def classes_with_beds(admission_round: AdmissionRound) -> list[RoundClass]:
    """Return the classes of a round that have beds, in its order."""
    classes = admission_round.classes.select_related("opening__training_class__programme").order_by(
        "position"
    )
    return [one for one in classes if one.opening.beds_men + one.opening.beds_women]


def _needing_access(round_class: RoundClass) -> set[int]:
    """Return the applications of people on record as needing a room without steps, to who hands out beds only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT application_id FROM admissions_needing_access(%s)", [round_class.pk])
        return {pk for (pk,) in cursor.fetchall()}
