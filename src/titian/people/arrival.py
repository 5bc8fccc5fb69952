"""Whoever comes in says who they are once; everything the frame of a page asks about them is answered with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from titian.core.access import ActingUserMiddleware, Question
from titian.core.memory import remember
from titian.network.reach import remember_standing, standing_of
from titian.people.queries import is_on_record


class ArrivalMiddleware(ActingUserMiddleware):
    """Learn with one statement where the reader works, how far they reach and whether they are on record."""

    def asking(self, user_id: int) -> Question:
        standing = standing_of(user_id, timezone.localdate())
        return Question(f"{standing.columns}, app_person() IS NOT NULL", standing.values)

    def told(self, request: HttpRequest, answers: tuple[Any, ...]) -> None:
        *standing, on_record = answers
        remember_standing(request.user, timezone.localdate(), tuple(standing))
        remember(is_on_record, on_record, request.user)
