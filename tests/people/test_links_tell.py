"""A service link says of its person what lists choose by, whoever wrote last."""

from __future__ import annotations

from datetime import date

import pytest

from factories import network, people
from factories.standards import DAY, education, region
from titian.people.actions import NewLink, NewPerson, link, merge, register
from titian.people.models import Person, ServiceLink

pytestmark = pytest.mark.django_db


def told(person: int) -> list[tuple[str, date, str, str]]:
    links = ServiceLink.objects.filter(person=person)
    return list(links.values_list("sex", "birth_date", "education_code", "regency_code"))


def recorded(person: int) -> tuple[str, date, str, str]:
    held = Person.objects.get(pk=person)
    return held.sex, held.birth_date, held.education_id or "", held.regency_id or ""


def test_who_is_registered_is_told_by_every_link(centre, actor) -> None:
    other = network.organisation("BLK Jember", "uptd_regency")
    new = NewPerson(
        name="Rini Rekaan", sex="P", birth_date=date(2003, 4, 5), birth_place="", nik=None, no_nik_reason="lost",
        phone="", address="", regency=region("35.10").pk, district=None, education=None, is_demo=True, source_id=None,
        organisations=[centre.pk, other.pk], since=DAY, link_reason="peserta",
    )  # fmt: skip

    (person,) = register([new], actor=actor)

    assert told(person) == [("P", date(2003, 4, 5), "", "35.10")] * 2 == [recorded(person)] * 2


def test_a_later_link_and_a_corrected_record_are_told(centre) -> None:
    known, beside = people.person(), people.person(served_by=centre)
    link([NewLink(known.pk, centre.pk, DAY, "peserta")])
    assert told(known.pk) == [recorded(known.pk)]

    Person.objects.filter(pk=known.pk).update(
        sex="P", birth_date=date(2001, 1, 2), education=education("s1"), regency=region("35.09")
    )

    assert told(known.pk) == [("P", date(2001, 1, 2), "s1", "35.09")]
    assert told(beside.pk) == [recorded(beside.pk)]


def test_a_link_that_moves_with_a_merge_tells_of_the_person_it_moved_to(centre, actor) -> None:
    kept = people.person(regency="35.09", served_by=network.organisation("BLK Jember", "uptd_regency"))
    joined = people.person(served_by=centre)
    Person.objects.filter(pk=joined.pk).update(
        nik_hash=None, nik_cipher=None, nik_key_version=None, no_nik_reason="lost"
    )

    merge(kept.pk, joined.pk, evidence=["nama"], reason="Orang yang sama, dua kali dicatat.", actor=actor)

    assert told(kept.pk) == [recorded(kept.pk)] * 2
    assert told(joined.pk) == []
