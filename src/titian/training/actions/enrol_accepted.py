from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from titian.accounts.models import User
from titian.admissions.models import Offer
from titian.admissions.queries.accepted import accepted_for
from titian.journal.actions.cite import cite
from titian.journal.models import SourceSheet
from titian.planning.models import TrainingClass
from titian.training.actions.enrol import EnrolmentStatement, enrol
from titian.training.models import Enrolment


@transaction.atomic
def enrol_accepted(training_class: TrainingClass, *, actor: User) -> list[int]:
    """Enrol those who accepted a seat and are not enrolled yet; said twice, nobody is enrolled twice."""
    TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
    taken = Enrolment.objects.filter(training_class=training_class)
    known = set(taken.values_list("person", flat=True))
    numbers = taken.exclude(number_in_class=None).values_list("number_in_class", flat=True)
    last = max((number for number in numbers if number is not None), default=0)
    new = [offer for offer in accepted_for(training_class) if offer.application.person_id not in known]
    sources = cite(_cited(new))
    source_of = dict(zip(_rows(new), (pk for sheet in sources for pk in sheet), strict=True))
    return enrol(
        [
            EnrolmentStatement(
                class_id=training_class.pk,
                person_id=offer.application.person_id,
                number_in_class=last + place,
                domicile=offer.application.person.regency_id,
                education=offer.application.person.education_id,
                passed=None,
                result_on=None,
                note="",
                certificate_number=None,
                issuer_id=training_class.centre_id,
                source_id=source_of[offer.run_id, offer.seat],
            )
            for place, offer in enumerate(new, start=1)
        ],
        actor=actor,
    )


def _cited(offers: Sequence[Offer]) -> list[tuple[SourceSheet, list[int]]]:
    """Return the runs that gave the seats as documents, with the seats as their rows."""
    runs = {offer.run_id: offer.run for offer in offers}
    return [
        (
            SourceSheet(
                document=f"{run.round.name}, {run.get_kind_display()} {run.number}",
                sha256=run.sha256,
                sheet=offers[0].round_class.opening.training_class.code,
            ),
            [offer.seat + 1 for offer in offers if offer.run_id == pk],
        )
        for pk, run in runs.items()
    ]


def _rows(offers: Sequence[Offer]) -> list[tuple[int, int]]:
    """Return (run, seat) in the order in which `_cited` names them."""
    return [
        (pk, offer.seat)
        for pk in dict.fromkeys(offer.run_id for offer in offers)
        for offer in offers
        if offer.run_id == pk
    ]
