"""Whom did an office nominate, what became of them, and what waits at the centre?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Case, Count, Q, QuerySet, When

from titian.accounts.models import User
from titian.admissions.following import Facts, Stage, stage_of
from titian.admissions.models import AdmissionRound, Nomination, NominationQuota, Paper, RoundClass
from titian.admissions.states import HOLDS_A_PLACE, NominationState, RoundState
from titian.network.models import Organisation, Role
from titian.network.queries import organisations_of
from titian.people.models import Consent, ConsentPurpose, EmploymentSpell, Person, Sex, TrainingSpell

CLASS = "round_class__opening__training_class"
AT_WORK = f"""
    SELECT * FROM (
        SELECT round.id, round.name, round.state, round.closes_on, (
            SELECT count(*) FROM admissions_nomination nominated
            JOIN admissions_roundclass held ON held.id = nominated.round_class_id
            WHERE held.round_id = round.id AND nominated.state = '{NominationState.NOMINATED}') AS undecided
        FROM admissions_admissionround round WHERE round.centre_id = ANY(%(centres)s::bigint[])
    ) found WHERE state = ANY(%(steps)s::text[]) OR undecided > 0 ORDER BY closes_on, id
"""
RETURNED = f"""
    SELECT nominated.id, programme.name, round.closes_on FROM admissions_nomination nominated
    JOIN admissions_roundclass offered ON offered.id = nominated.round_class_id
    JOIN admissions_admissionround round ON round.id = offered.round_id
    JOIN planning_opening opening ON opening.id = offered.opening_id
    JOIN planning_trainingclass held ON held.id = opening.training_class_id
    JOIN programmes_programme programme ON programme.id = held.programme_id
    WHERE nominated.state = '{NominationState.RETURNED}' AND nominated.office_id = ANY(%(offices)s::bigint[])
        AND round.state = '{RoundState.OPEN}' AND round.closes_on >= %(today)s::date
    ORDER BY round.closes_on, nominated.decided_at, nominated.id
"""


class Quota(NamedTuple):
    """What one regency may nominate for a class, and how much of it is used."""

    round_class: RoundClass
    regency: str
    regency_name: str
    places: int
    used: int

    @property
    def free(self) -> int:
        return max(self.places - self.used, 0)


@dataclass(frozen=True)
class Nominee:
    """One nomination as the centre reads it; the name is None once the person took the consent back."""

    nomination: Nomination
    name: str | None
    birth_date: date | None
    education: str
    missing: list[str]


def beds_for(round_class: RoundClass, sex: str) -> int:
    opening = round_class.opening
    return opening.beds_men if sex == Sex.MALE else opening.beds_women


def places_of(round_class: RoundClass, regency: str | None) -> int | None:
    """Return the quota of a regency, None where it has none."""
    found = NominationQuota.objects.filter(round_class=round_class, regency=regency)
    return found.values_list("places", flat=True).first()


def places_used(round_class: RoundClass, regency: str | None) -> int:
    return Nomination.objects.filter(
        round_class=round_class, regency=regency, state__in=HOLDS_A_PLACE
    ).count()


def quotas_of(admission_round: AdmissionRound) -> list[Quota]:
    """Return every quota of a round by class and regency."""
    return _quotas(Q(round_class__round=admission_round))


def quotas_open(regencies: Sequence[str], today: date) -> list[Quota]:
    """Return what these regencies may nominate for today, the soonest to close first."""
    return _quotas(
        Q(
            regency__in=regencies,
            round_class__round__state=RoundState.OPEN,
            round_class__round__closes_on__gte=today,
        )
    )


def _quotas(asked: Q) -> list[Quota]:
    used = {
        (round_class, regency): n
        for round_class, regency, n in Nomination.objects.filter(state__in=HOLDS_A_PLACE)
        .filter(round_class__in=NominationQuota.objects.filter(asked).values("round_class"))
        .values_list("round_class", "regency")
        .annotate(n=Count("pk"))
    }
    found = (
        NominationQuota.objects.filter(asked)
        .select_related(f"{CLASS}__programme", "round_class__round__centre", "regency")
        .order_by("round_class__round__closes_on", "round_class__position", "regency")
    )
    return [
        Quota(one.round_class, one.regency_id, one.regency.name, one.places,
              used.get((one.round_class_id, one.regency_id), 0))
        for one in found
    ]  # fmt: skip


def offices_of(user: User, today: date) -> list[Organisation]:
    """Return the regency offices for which this user may nominate."""
    own = organisations_of(user, today, (Role.REGENCY_OFFICE,))
    return list(Organisation.objects.filter(pk__in=own).order_by("name_key", "pk"))


def classes_to_nominate_for(regency: str | None, sex: str, today: date) -> list[Quota]:
    """Return the quotas with a place left in classes that have a bed for this person."""
    return [one for one in quotas_open([regency or ""], today) if one.free and beds_for(one.round_class, sex)]


def nominations_of_round(admission_round: AdmissionRound) -> QuerySet[Nomination]:
    """Return the nominations of a round, those that wait first."""
    waits = Case(When(state=NominationState.NOMINATED, then=0), default=1)
    return (
        Nomination.objects.filter(round_class__round=admission_round)
        .select_related(f"{CLASS}__programme", "regency", "office")
        .order_by(waits, "nominated_at", "pk")
    )


def as_nominees(admission_round: AdmissionRound, rows: Iterable[Nomination]) -> list[Nominee]:
    """Return these nominations of a round as the centre reads them.

    Before it is passed on, a nomination opens no record to the centre: it tells the few facts that were consented to.
    """
    shown = list(rows)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nomination_id, name, birth_date, education FROM admissions_nominees(%s)"
            " WHERE nomination_id = ANY (%s)",
            [admission_round.pk, [one.pk for one in shown]],
        )
        told = {pk: (name, born, school) for pk, name, born, school in cursor.fetchall()}
    return [Nominee(one, *told.get(one.pk, (None, None, "")), missing_papers(one)) for one in shown]


class AtWork(NamedTuple):
    """A round, and how many nominations of it nobody answered."""

    pk: int
    name: str
    state: str
    closes_on: date
    undecided: int


def rounds_at_work(centres: Collection[int], steps: Collection[str]) -> list[AtWork]:
    """Return the rounds of these centres at one of these steps, or with nominations nobody answered."""
    with connection.cursor() as cursor:
        cursor.execute(AT_WORK, {"centres": list(centres), "steps": list(steps)})
        return [AtWork(*row) for row in cursor.fetchall()]


class Returned(NamedTuple):
    """A nomination that came back: for which programme, and until when it can be mended."""

    pk: int
    programme: str
    closes_on: date


def returned_to(offices: Collection[int], today: date) -> list[Returned]:
    """Return what centres sent back to these offices while it can still be mended, the soonest to close first."""
    with connection.cursor() as cursor:
        cursor.execute(RETURNED, {"offices": list(offices), "today": today})
        return [Returned(*row) for row in cursor.fetchall()]


def missing_papers(nomination: Nomination) -> list[str]:
    """Return what the office has not in hand, in words."""
    return [str(words) for value, words in Paper.choices if value not in nomination.papers]


def consented(person: Person) -> bool:
    return Consent.objects.filter(
        person=person, purpose=ConsentPurpose.NOMINATION, withdrawn_at=None
    ).exists()


class Followed(NamedTuple):
    """What the stage of one nominee is read from, without the record."""

    pk: int
    person: int
    regency: str
    state: str
    training_class: int
    round_state: str


def stages_of(user: User, today: date, *, only: int | None = None) -> dict[int, Stage]:
    """Return how far each nominee of the regions a user follows came, the latest nomination first."""
    found = Nomination.objects.followed_by(user)
    if only is not None:
        found = found.filter(pk=only)
    rows = [
        Followed(*row)
        for row in found.order_by("-nominated_at", "-pk").values_list(
            "pk", "person", "regency", "state", CLASS, "round_class__round__state"
        )
    ]
    states = _states()
    people = {one.person for one in rows if one.pk in states}
    spells = {
        (person, number): (starts, ends)
        for person, number, starts, ends in TrainingSpell.objects.filter(person__in=people).values_list(
            "person", "class_number", "starts_on", "ends_on"
        )
    }
    work: dict[int, list[tuple[date, str | None]]] = {}
    for person, began, region in (
        EmploymentSpell.objects.filter(person__in=people, status__working=True)
        .order_by("starts_on", "pk")
        .values_list("person", "starts_on", "employer__region")
    ):
        if began is not None:
            work.setdefault(person, []).append((began, region))
    return {one.pk: stage_of(_facts(one, states, spells, work), today=today) for one in rows}


def named(pks: Sequence[int]) -> list[tuple[Nomination, str]]:
    """Return these nominations in their order, each with the name of the person where the user may read it."""
    found = Nomination.objects.select_related(
        f"{CLASS}__programme", "round_class__round__centre", "regency", "office"
    ).in_bulk(pks)
    rows = [found[pk] for pk in pks if pk in found]
    # Not joined: who has moved out of a province is still counted there, without the name.
    names = dict(Person.objects.filter(pk__in=[one.person_id for one in rows]).values_list("pk", "name"))
    return [(one, names.get(one.person_id, "")) for one in rows]


def _states() -> dict[int, tuple[str | None, str | None]]:
    """Return the state of application and seat of each nominee whose consent is in force, and nothing more of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nomination_id, application, offer FROM admissions_nominees_progress()")
        return {pk: (application, offer) for pk, application, offer in cursor.fetchall()}


def _facts(
    one: Followed,
    states: dict[int, tuple[str | None, str | None]],
    spells: dict[tuple[int, int], tuple[date, date]],
    work: dict[int, list[tuple[date, str | None]]],
) -> Facts:
    application, offer = states.get(one.pk, (None, None))
    starts, ends = spells.get((one.person, one.training_class), (None, None))
    first = next(((day, region) for day, region in work.get(one.person, []) if ends and day >= ends), None)
    return Facts(
        state=one.state,
        consented=one.pk in states,
        application=application,
        offer=offer,
        decided=one.round_state in (RoundState.CONFIRMED, RoundState.ABORTED),
        began=starts,
        ended=ends,
        works_since=first[0] if first else None,
        works_in=first[1] if first else None,
        home=one.regency,
    )
