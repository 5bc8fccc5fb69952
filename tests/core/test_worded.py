"""A question put into SQL once answers as the mapper would, whoever asks with whichever numbers."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet

from factories import network, people
from titian.core.db.worded import worded_once
from titian.people.models import Person, ServiceLink


@worded_once
def links_of(person_id: int, organisation_id: int) -> QuerySet[ServiceLink]:
    return ServiceLink.objects.select_related(
        "person__education", "person__merged_into", "organisation"
    ).filter(organisation=organisation_id, person=person_id, until=None)


@worded_once
def of_nobody(person_id: int) -> QuerySet[Person]:
    return Person.objects.filter(sex="L")


@pytest.mark.django_db
def test_it_answers_as_the_mapper_does_with_what_is_joined(django_assert_num_queries) -> None:
    office, other = network.organisation(), network.organisation()
    known = [people.person(served_by=office), people.person(served_by=office)]
    for person in known:
        plain = ServiceLink.objects.get(person=person, organisation=office)
        with django_assert_num_queries(1):
            (found,) = links_of(person.pk, office.pk)
            joined = (
                found.person.name,
                found.person.education,
                found.person.merged_into,
                found.organisation.name,
            )
        assert joined == (person.name, person.education, None, office.name)
        assert {**vars(found), "_state": None} == {**vars(plain), "_state": None}
        assert (found._state.adding, found._state.db) == (False, "default")
        assert (
            vars(found.person).items()
            >= {"birth_date": person.birth_date, "nik_hash": person.nik_hash}.items()
        )
        assert links_of(person.pk, other.pk) == []


@pytest.mark.django_db
def test_a_number_that_changes_nothing_is_refused() -> None:
    with pytest.raises(TypeError, match="stands nowhere"):
        of_nobody(1)
