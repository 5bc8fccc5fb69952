"""Who is acting: the setting that row-level security reads, for a request, a stream, a job or a command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import cast

from django.db import connections, transaction
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from titian.core.memory import remembering

SAFE = {"GET", "HEAD"}


@contextmanager
def acting_as(user_id: int | None, *, using: str = "default") -> Iterator[None]:
    """Open a transaction in which the database takes this user to be acting; None is nobody.

    Nested uses give the former user back. A rolled back block needs nothing: the setting is transactional.
    """
    nested = connections[using].in_atomic_block  # else the end of the transaction forgets it by itself
    with transaction.atomic(using=using):
        former = _act("" if user_id is None else str(user_id), using)
        yield
        if nested and not connections[using].needs_rollback:
            _act(former, using)


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
        with acting_as(user_id), remembering() if request.method in SAFE else nullcontext():
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        if isinstance(response, StreamingHttpResponse) and not isinstance(response, FileResponse):
            body = cast(Iterable[bytes], response.streaming_content)
            response.streaming_content = _stream_as(user_id, body)
        return response


def _stream_as(user_id: int | None, body: Iterable[bytes]) -> Iterator[bytes]:
    """A stream runs after the request's transaction has ended, so it opens its own."""
    with acting_as(user_id):
        yield from body


def _act(value: str, using: str) -> str:
    """Set who is acting and return who was, in one statement."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('titian.user', true), ''), set_config('titian.user', %s, true)",
            [value],
        )
        return str(cursor.fetchone()[0])
