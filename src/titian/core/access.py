"""Who is acting: the setting that row-level security reads, for a request, a stream, a job or a command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import cast

from django.db import connections, transaction
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase


@contextmanager
def acting_as(user_id: int | None, *, using: str = "default") -> Iterator[None]:
    """Open a transaction in which the database takes this user to be acting; None is nobody.

    Nested uses give the former user back. A rolled back block needs nothing: the setting is transactional.
    """
    with transaction.atomic(using=using):
        former = _acting_user(using)
        _set_acting_user("" if user_id is None else str(user_id), using)
        yield
        if not connections[using].needs_rollback:
            _set_acting_user(former, using)


def acting_user_id(*, using: str = "default") -> int | None:
    """Return the user the database takes to be acting on this connection."""
    return int(_acting_user(using) or 0) or None


class ActingUserMiddleware:
    """Answer each request in one transaction in which the database knows who asks.

    A fault undoes everything the request wrote, also when the view turned it into a page of status 500.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user_id = request.user.pk
        with acting_as(user_id):
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


def _acting_user(using: str) -> str:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('titian.user', true), '')")
        return str(cursor.fetchone()[0])


def _set_acting_user(value: str, using: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT set_config('titian.user', %s, true)", [value])
