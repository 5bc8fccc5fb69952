from __future__ import annotations

from django.db import transaction

from titian.accounts.models import User
from titian.admissions.queries.accepted import accepted_for
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
    new = [person for person in accepted_for(training_class) if person.pk not in known]
    return enrol(
        [
            EnrolmentStatement(
                class_id=training_class.pk,
                person_id=person.pk,
                number_in_class=last + place,
                domicile=person.regency_id,
                education=person.education_id,
                passed=None,
                result_on=None,
                note="",
                certificate_number=None,
                issuer_id=training_class.centre_id,
                source_id=None,
            )
            for place, person in enumerate(new, start=1)
        ],
        actor=actor,
    )
