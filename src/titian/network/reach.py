"""How far a user's eyes reach: the first wall asks the same functions as the second."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import connection


class Reach(NamedTuple):
    """`organisations` are own and supervised ones; `regions` those whose office the user works for."""

    sees_all: bool
    organisations: list[int]
    regions: list[str]


def reach_of(user: AbstractBaseUser | AnonymousUser) -> Reach:
    """Return what this user reaches today; nobody reaches nothing."""
    if user.pk is None:
        return Reach(False, [], [])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT user_sees_all(%(user)s), user_organisations(%(user)s), user_regions(%(user)s)",
            {"user": user.pk},
        )
        return Reach(*cursor.fetchone())
