"""Give beds to those who took a seat with one: accessible rooms first to those who need them."""

from __future__ import annotations

from django.db import transaction

from titian.accounts.models import User
from titian.admissions.actions.rounds import held
from titian.admissions.models import BedPlace, RoundClass
from titian.admissions.permissions import may_keep_round
from titian.admissions.queries.beds import dormitories_of
from titian.admissions.refusals import refuse_unless
from titian.journal.models import Entry


@transaction.atomic
def hand_out_beds(round_class: RoundClass, *, actor: User) -> int:
    """Hand out the beds of a class by the rule and return how many; said again, who came since gets one too."""
    refuse_unless(may_keep_round(actor, round_class.round))
    held(round_class.round)  # seats and beds change one after the other
    BedPlace.objects.filter(round_class=round_class).exclude(offer__state="accepted").delete()
    handed = 0
    for dormitory in dormitories_of(round_class):
        wanted = dormitory.allotted
        handed += len(wanted)
        moved = [one.offer.pk for one in dormitory.places if wanted.get(one.offer.pk) != one.number]
        BedPlace.objects.filter(offer__in=moved).delete()  # first, for two may change places
        BedPlace.objects.bulk_create(
            BedPlace(
                offer_id=offer,
                round_class=round_class,
                dormitory=dormitory.term,
                number=number,
                accessible=number <= dormitory.accessible,
                handed_by=actor,
            )
            for offer, number in wanted.items()
            if offer in moved
        )
    Entry.write(actor, "hand_out_beds", round_class.round, round_class=round_class.pk, beds=handed)
    return handed
