"""A plan is made once and serves every user: it may not remember for whom it was made."""

from __future__ import annotations

from django.db import connection

from titian.people.models import Person

ASKED = "SELECT count(*) FROM people_person WHERE id = %s"


def test_a_prepared_statement_shows_each_user_only_what_is_theirs(world, acting_as) -> None:
    sees, stranger = world.users["centre_clerk"], world.users["employer"]
    told = []
    for _turn in range(8):
        for user in (sees, stranger):
            with acting_as(user), connection.cursor() as cursor:
                cursor.execute(ASKED, [world.person.pk])
                told.append((cursor.fetchone()[0], Person.objects.filter(pk=world.person.pk).count()))

    assert told == [(1, 1), (0, 0)] * 8
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE generic_plans > 0")
        assert cursor.fetchone()[0] > 0
