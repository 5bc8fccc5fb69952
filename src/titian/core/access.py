"""Who is acting: the setting that row-level security reads, for a request, a stream, a job or a command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from datetime import date
from typing import Any, NamedTuple, cast

from django.db import connections, transaction
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from titian.core.memory import remembering

SAFE = {"GET", "HEAD"}
_acted_for: ContextVar[int | None] = ContextVar("acted_for", default=None)


class Question(NamedTuple):
    """Columns of a SELECT without FROM, evaluated from left to right, and the values they name."""

    columns: str
    values: Mapping[str, int | str | date]


@contextmanager
def acting_as(
    user_id: int | None, *, using: str = "default", asking: Question | None = None
) -> Iterator[tuple[Any, ...]]:
    """Open a transaction in which the database takes this user to be acting; None is nobody.

    Nested uses give the former user back. A rolled back block needs nothing: the setting is transactional.
    What is `asking` is answered by the same statement, after the user is set.
    """
    token = _acted_for.set(user_id)
    nested = connections[using].in_atomic_block  # else the end of the transaction forgets it by itself
    try:
        with transaction.atomic(using=using):
            former, *told = _act("" if user_id is None else str(user_id), using, asking)
            yield tuple(told)
            if nested and not connections[using].needs_rollback:
                _act(former, using)
    finally:
        _acted_for.reset(token)


def acted_for() -> int | None:
    """Return for whom the innermost `acting_as` was opened, without asking the database."""
    return _acted_for.get()


def acting_user_id(*, using: str = "default") -> int | None:
    """Return the user the database takes to be acting on this connection."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT nullif(current_setting('titian.user', true), '')::bigint")
        found: int | None = cursor.fetchone()[0]
        return found


class ActingUserMiddleware:
    """Answer each request in one transaction in which the database knows who asks.

    A fault undoes everything the request wrote, also when the view turned it into a page of status 500.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user_id = request.user.pk
        reads = request.method in SAFE
        asking = self.asking(user_id) if reads and user_id is not None else None
        with acting_as(user_id, asking=asking) as told, remembering() if reads else nullcontext():
            if asking:
                self.told(request, told)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            body = cast(Iterable[bytes], response.streaming_content)
            response.streaming_content = _stream_as(user_id, body)
        return response

    def asking(self, user_id: int) -> Question | None:
        """What else the door asks about who reads; stations above core know."""
        return None

    def told(self, request: HttpRequest, answers: tuple[Any, ...]) -> None:
        """Keep what was asked for the rest of the request."""


def _stream_as(user_id: int | None, body: Iterable[bytes]) -> Iterator[bytes]:
    """A stream runs after the request's transaction has ended, so it opens its own."""
    with acting_as(user_id):
        yield from body


def _act(value: str, using: str, asking: Question | None = None) -> list[Any]:
    """Set who is acting and return who was, with the answers to what else was asked, in one statement."""
    columns, values = (f", {asking.columns}", asking.values) if asking else ("", {})
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('titian.user', true), ''), "
            f"set_config('titian.user', %(acting)s, true){columns}",
            {**values, "acting": value},
        )
        former, _set, *told = cursor.fetchone()
        return [former, *told]
