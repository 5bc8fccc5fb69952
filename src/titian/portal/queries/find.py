"""Who is meant by a name, a number or a telephone?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.certification.models import CompetencyCertificate
from titian.people import nik
from titian.people.models import Person, PersonQuerySet
from titian.people.names import person_key
from titian.people.queries import ids_named_like, masked_nik
from titian.people.vault import index_of
from titian.training.models import Enrolment, TrainingCertificate

SHOWN = 20
SHORTEST_NAME = 3
_PHONE = re.compile(r"^(?:\+?62|0)(\d{7,13})$")


@dataclass(frozen=True)
class Hit:
    """One person found, and why."""

    person: Person
    masked_nik: str
    why: str


@dataclass(frozen=True)
class Found:
    """What was found; `more` where the list was cut, `refused` where nothing could be asked."""

    hits: list[Hit]
    more: bool = False
    refused: str = ""


def find_people(words: str, user: User) -> Found:
    """Return the people meant, among those the user may see: by NIK, phone, certificate number or name."""
    words = " ".join(words.split())
    people = Person.objects.visible_to(user).select_related("regency")
    digits = nik.clean(words)
    if nik.read(digits):
        asked = index_of(digits)
        return _found(people.filter(Q(nik_hash=asked) | Q(nik_next_hash=asked)), _("NIK sama"))
    if phone := _PHONE.match(re.sub(r"[\s().-]", "", words)):
        written = [f"{start}{phone[1]}" for start in ("+62", "62", "0")]
        return _found(people.filter(phone__in=written), _("nomor telepon sama"))
    if any(letter.isdigit() for letter in words):
        return _by_certificate(people, words, user)
    if len(person_key(words)) < SHORTEST_NAME:
        return Found([], refused=_("Tulis paling sedikit %(n)d huruf nama.") % {"n": SHORTEST_NAME})
    return _by_name(people, words)


def _found(people: PersonQuerySet, why: str) -> Found:
    found = list(people.order_by("name_key", "pk")[: SHOWN + 1])
    hits = [Hit(person, masked_nik(person), why) for person in found[:SHOWN]]
    return Found(hits, more=len(found) > SHOWN)


def _by_certificate(people: PersonQuerySet, number: str, user: User) -> Found:
    training = TrainingCertificate.objects.filter(number=number).values("enrolment")
    competency = CompetencyCertificate.objects.filter(number=number).values("verdict__enrolment")
    enrolments = Enrolment.objects.visible_to(user)
    trained = enrolments.filter(pk__in=training).values_list("person", flat=True)
    if found := _found(people.filter(pk__in=list(trained)), _("nomor sertifikat pelatihan sama")).hits:
        return Found(found)
    assessed = enrolments.filter(pk__in=competency).values_list("person", flat=True)
    return _found(people.filter(pk__in=list(assessed)), _("nomor sertifikat kompetensi sama"))


def _by_name(people: PersonQuerySet, words: str) -> Found:
    asked = person_key(words)
    ids = ids_named_like(words, SHOWN + 1)
    known = {person.pk: person for person in people.filter(pk__in=ids)}
    hits = [
        Hit(known[pk], masked_nik(known[pk]), _why_like(known[pk].name_key, asked))
        for pk in ids[:SHOWN]
        if pk in known
    ]
    return Found(hits, more=len(ids) > SHOWN)


def _why_like(name_key: str, asked: str) -> str:
    if name_key == asked:
        return _("nama sama")
    return _("nama memuat kata itu") if asked in name_key else _("nama mirip")
