"""The counter path: one card on the table, one record, one AK/I card."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.people.actions.consent import give_consent
from titian.people.actions.correct import PersonDetails, fill_details
from titian.people.actions.link import NewLink, link
from titian.people.actions.register import NewPerson, register
from titian.people.actions.seekers import CardDetails, issue_card
from titian.people.likeness import Described
from titian.people.models import ConsentPurpose, JobSeekerCard, Person
from titian.people.names import person_key
from titian.people.queries import known_by_nik
from titian.people.rules import is_under_age, why_known_person_is_refused
from titian.people.twins import records_alike

AT_COUNTER = "pencari kerja di loket"


class Visitor(NamedTuple):
    """What the officer reads from the card and hears.

    `same_as`: a record the officer recognised as this person; `ruled_out`: records the officer was shown and said to
    be of somebody else.
    """

    name: str
    sex: str
    birth_date: date
    birth_place: str
    nik: str | None
    no_nik_reason: str
    phone: str
    address: str
    regency: str | None
    education: str | None
    consents: Sequence[str]
    guardian: str
    same_as: int | None
    ruled_out: Collection[int] = ()


@transaction.atomic
def serve_at_counter(
    visitor: Visitor, office: Organisation, details: CardDetails, *, actor: User
) -> JobSeekerCard:
    """Find or open the record, note consents, and issue the card; a retried submit ends in the same card."""
    done = JobSeekerCard.objects.filter(key=details.key).first()
    if done:
        return done
    person = _record(visitor, office, actor)
    if visitor.guardian.strip():
        give_consent(person, ConsentPurpose.GUARDIAN, given_by=visitor.guardian.strip(), actor=actor)
    if not is_under_age(visitor.birth_date, timezone.localdate()) or visitor.guardian.strip():
        for purpose in visitor.consents:
            give_consent(person, purpose, given_by=visitor.guardian.strip(), actor=actor)
    return issue_card(person, office, details, actor=actor)


def _record(visitor: Visitor, office: Organisation, actor: User) -> Person:
    today = timezone.localdate()
    known_id = _known_by_number(visitor)
    if known_id is None:
        known_id = visitor.same_as
        _refuse(known_id, visitor.ruled_out, [found.person_id for found in records_alike(described(visitor))])
    if known_id is None:
        [known_id] = register([_new(visitor, office, today)], actor=actor)
    else:
        link([NewLink(known_id, office.pk, today, AT_COUNTER)])
        fill_details([_details(visitor, known_id)])
        Entry.write(actor, "recognise", Person.objects.get(pk=known_id), by_nik=bool(visitor.nik))
    return Person.objects.get(pk=known_id)


def _known_by_number(visitor: Visitor) -> int | None:
    known = known_by_nik(visitor.nik, name=visitor.name, born=visitor.birth_date) if visitor.nik else None
    if known is None:
        return None
    if refusal := why_known_person_is_refused(name_agrees=known.name_agrees):
        raise DomainError(refusal[1], code=refusal[0])
    return known.person_id


def _refuse(chosen: int | None, ruled_out: Collection[int], alike: Collection[int]) -> None:
    """A stranger is opened by nobody's word, and nobody who may be on record is recorded anew unasked."""
    if chosen is not None and chosen not in alike:
        raise DomainError(
            _("Catatan itu tidak mirip dengan orang ini. Pilih dari daftar yang ditampilkan."),
            code="not_alike",
        )
    if chosen is None and not set(alike) <= set(ruled_out):
        raise DomainError(
            _("Menurut isian ini, orang ini mungkin sudah tercatat. Belum ada yang disimpan. Jawab dahulu: orang yang "
              "sudah tercatat, atau orang baru?"),
            code="perhaps_known",
        )  # fmt: skip


def described(visitor: Visitor) -> Described:
    """Return what is compared of a visitor, who has no record yet."""
    return Described(
        0, visitor.name, visitor.birth_date, visitor.phone, visitor.address, visitor.regency or "",
        visitor.birth_place, visitor.sex,
    )  # fmt: skip


def _new(visitor: Visitor, office: Organisation, today: date) -> NewPerson:
    return NewPerson(
        name=visitor.name, sex=visitor.sex, birth_date=visitor.birth_date, birth_place=visitor.birth_place,
        nik=visitor.nik, no_nik_reason="" if visitor.nik else visitor.no_nik_reason, phone=visitor.phone,
        address=visitor.address, regency=visitor.regency, district=None, education=visitor.education,
        is_demo=office.is_demo, source_id=None, organisations=[office.pk], since=today, link_reason=AT_COUNTER,
    )  # fmt: skip


def _details(visitor: Visitor, person_id: int) -> PersonDetails:
    return PersonDetails(
        person_id, visitor.name, person_key(visitor.name), visitor.birth_date, visitor.birth_place, visitor.phone,
        visitor.address, visitor.regency, None, visitor.education,
    )  # fmt: skip
