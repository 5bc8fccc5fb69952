"""Two candidates of an office for a class with beds: one passed on by the centre, one that still waits."""

from __future__ import annotations

from django.utils import timezone

from titian.accounts.queries import user_named
from titian.admissions.actions.decide_nomination import accept_nomination, set_quotas
from titian.admissions.actions.nominate import Candidacy, nominate
from titian.admissions.models import Nomination, Paper, RoundClass
from titian.core.access import acting_as
from titian.network.queries import organisation_by_name
from titian.people.models import Person
from titian.seeds.actions.rounds import CLERK, OPEN_NOW

OFFICE, OFFICER, REGENCY = "Disnaker Kabupaten Jember", "dinas.jember", "35.09"
QUOTAS = {"35.09": 3, "35.10": 2, "35.23": 1}


def seed_nominations() -> None:
    """Let the office of Jember nominate two of the people it counsels, once."""
    called = RoundClass.objects.select_related("round__centre", "opening__training_class").filter(
        round__name=OPEN_NOW, opening__beds_men__gt=0
    )
    one = called.first()
    if one is None or Nomination.objects.filter(round_class=one).exists():
        return
    clerk, officer, today = user_named(CLERK), user_named(OFFICER), timezone.localdate()
    with acting_as(clerk.pk):
        set_quotas(one, QUOTAS, actor=clerk)
    made = []
    with acting_as(officer.pk):
        office = organisation_by_name(OFFICE)
        people = Person.objects.filter(regency=REGENCY, name__endswith="Contoh", is_demo=True, user=None)
        for place, person in enumerate(people.order_by("-birth_date", "pk")[:2]):
            papers = tuple(Paper.values) if not place else (Paper.IDENTITY.value, Paper.SCHOOL.value)
            made.append(
                nominate(person, one, office, Candidacy(papers), agreed=True, actor=officer, today=today)
            )
    with acting_as(clerk.pk):
        for nomination in made[:1]:
            accept_nomination(nomination, actor=clerk, today=today)
