from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.reach import reach_of
from titian.people.actions import NewLink, NewPerson, PersonDetails, fill_details, link, register
from titian.people.names import display_name, person_key
from titian.people.queries import known_by_nik, namesakes
from titian.people.rules import (
    namesake_cautions,
    why_identity_disagrees,
    why_known_person_is_refused,
    why_nik_is_refused,
    why_no_nik_is_refused,
)
from titian.people.vault import index_of
from titian.planning.models import TrainingClass
from titian.standards.queries import provinces
from titian.training.actions.enrol import EnrolmentStatement, enrol
from titian.training.models import Enrolment
from titian.training.rules import cautions, why_too_young

LINK_REASON = "peserta pelatihan"


@dataclass(frozen=True)
class Newcomer:
    """A participant as somebody reads it from an identity card; without a NIK, why there is none."""

    nik: str
    name: str
    birth_date: date
    sex: str
    no_nik_reason: str = ""
    birth_place: str = ""
    phone: str = ""
    address: str = ""
    regency: str | None = None
    education: str | None = None


@dataclass(frozen=True)
class Seated:
    """The place given; `is_new` is False where the person already had it. `cautions` are for the clerk."""

    enrolment_id: int
    person_id: int
    is_new: bool
    cautions: list[str]


@transaction.atomic
def seat_by_hand(training_class: TrainingClass, newcomer: Newcomer, *, actor: User) -> Seated:
    """Give one person a place in a class; said twice, it is one person and one place."""
    held = TrainingClass.objects.select_for_update(of=("self",)).select_related("programme")
    training_class = held.get(pk=training_class.pk)
    if newcomer.no_nik_reason:
        _refuse(why_no_nik_is_refused(newcomer.nik, newcomer.no_nik_reason))
    else:
        _wait_for(newcomer.nik)
        _refuse(why_nik_is_refused(newcomer.nik, provinces=provinces(), on=timezone.localdate()))
        _refuse(why_identity_disagrees(newcomer.nik, born=newcomer.birth_date, sex=newcomer.sex))
    minimum = training_class.programme.minimum_age
    if reason := why_too_young(newcomer.birth_date, starts_on=training_class.starts_on, minimum_age=minimum):
        raise DomainError(reason, code="under_minimum_age")
    if newcomer.no_nik_reason:
        if place := _place_of_namesake(training_class, newcomer):
            return Seated(place.pk, place.person_id, False, [])
        known = None
    else:
        known = known_by_nik(newcomer.nik, name=newcomer.name, born=newcomer.birth_date)
    if known:
        _refuse(why_known_person_is_refused(name_agrees=known.name_agrees))
        person_id = known.person_id
        if place := Enrolment.objects.filter(training_class=training_class, person=person_id).first():
            return Seated(place.pk, person_id, False, [])
        _serve(training_class, person_id, newcomer, actor)
    else:
        (person_id,) = register([_record(training_class, newcomer, actor)], actor=actor)
    (enrolment_id,) = enrol([_statement(training_class, person_id, newcomer)], actor=actor)
    Entry.write_each(actor, "seat_by_hand", "people.person", [person_id], enrolment=enrolment_id)
    told = _cautions(training_class, person_id, newcomer)
    if newcomer.no_nik_reason:
        told += namesake_cautions(
            len(namesakes(newcomer.name, newcomer.birth_date, actor, besides=person_id))
        )
    return Seated(enrolment_id, person_id, True, told)


def _place_of_namesake(training_class: TrainingClass, newcomer: Newcomer) -> Enrolment | None:
    """Without a number, somebody of one name and birthday in one class is one person: a form sent twice."""
    return Enrolment.objects.filter(
        training_class=training_class,
        person__name_key=person_key(newcomer.name),
        person__birth_date=newcomer.birth_date,
    ).first()


def _wait_for(nik: str) -> None:
    """Let two who type the same new person, in whatever class, go one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [index_of(nik).hex()])


def _refuse(why: tuple[str, str] | None) -> None:
    if why:
        raise DomainError(why[1], code=why[0])


def _served_by(training_class: TrainingClass, actor: User) -> list[int]:
    """Return centre and organiser, as far as the actor speaks for them."""
    both = {training_class.centre_id, training_class.organiser_id}
    reach = reach_of(actor)
    return sorted(both if reach.sees_all else both & set(reach.organisations))


def _serve(training_class: TrainingClass, person_id: int, newcomer: Newcomer, actor: User) -> None:
    since = training_class.starts_on
    link([NewLink(person_id, body, since, LINK_REASON) for body in _served_by(training_class, actor)])
    fill_details(
        [
            PersonDetails(
                person_id, newcomer.name, person_key(newcomer.name), newcomer.birth_date,
                newcomer.birth_place, newcomer.phone, newcomer.address, newcomer.regency, None,
                newcomer.education,
            )
        ]
    )  # fmt: skip


def _record(training_class: TrainingClass, newcomer: Newcomer, actor: User) -> NewPerson:
    return NewPerson(
        name=display_name(newcomer.name),
        sex=newcomer.sex,
        birth_date=newcomer.birth_date,
        birth_place=newcomer.birth_place,
        nik=None if newcomer.no_nik_reason else newcomer.nik,
        no_nik_reason=newcomer.no_nik_reason,
        phone=newcomer.phone,
        address=newcomer.address,
        regency=newcomer.regency,
        district=None,
        education=newcomer.education,
        is_demo=training_class.is_demo,
        source_id=None,
        organisations=_served_by(training_class, actor),
        since=training_class.starts_on,
        link_reason=LINK_REASON,
        trained=True,
    )


def _statement(training_class: TrainingClass, person_id: int, newcomer: Newcomer) -> EnrolmentStatement:
    taken = Enrolment.objects.filter(training_class=training_class)
    last = taken.aggregate(last=Max("number_in_class"))["last"]
    return EnrolmentStatement(
        class_id=training_class.pk,
        person_id=person_id,
        number_in_class=(last if last is not None else taken.count()) + 1,
        domicile=newcomer.regency,
        education=newcomer.education,
        passed=None,
        result_on=None,
        note="",
        certificate_number=None,
        issuer_id=training_class.centre_id,
        source_id=None,
    )


def _cautions(training_class: TrainingClass, person_id: int, newcomer: Newcomer) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM training_days_of(%s::bigint[])"
            " WHERE class_id <> %s AND starts_on <= %s AND ends_on >= %s",
            [[person_id], training_class.pk, training_class.ends_on, training_class.starts_on],
        )
        others = cursor.fetchone()[0]
    return cautions(
        newcomer.birth_date,
        starts_on=training_class.starts_on,
        seats_taken=Enrolment.objects.filter(training_class=training_class).count(),
        capacity=training_class.capacity,
        other_classes=others,
    )
