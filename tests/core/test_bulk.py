"""Thousands of keys travel as one value."""

from __future__ import annotations

from titian.core.db.bulk import AnyOf, array_of
from titian.people.models import Person
from titian.standards.models import Region


def test_more_keys_than_a_statement_has_room_for_parameters_find_their_rows(world) -> None:
    people = Person.objects.filter(AnyOf("pk", [world.person.pk, *range(-70_000, 0)]))

    assert [person.pk for person in people] == [world.person.pk]
    assert not Person.objects.filter(AnyOf("pk", [])).exists()


def test_numbers_are_told_as_an_array_with_what_is_unknown(country) -> None:
    (told,) = Region.objects.raw(
        "SELECT min(code) AS code, %s::bigint[] AS numbers, %s::boolean[] AS signs FROM standards_region",
        [array_of([7, None, -1]), array_of([True, False])],
    )

    assert (told.numbers, told.signs) == ([7, None, -1], [True, False])
