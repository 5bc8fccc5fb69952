"""What one reading request has been told already, so that a page asks who reads it once and not at every corner."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_told: ContextVar[dict[Hashable, Any] | None] = ContextVar("told", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember answers for the length of the block, in which nothing is written that they depend on."""
    token = _told.set({})
    try:
        yield
    finally:
        _told.reset(token)


def remember(question: Callable[P, T], answer: T, *args: Hashable) -> None:
    """Keep an answer that came along with another, for whoever asks with these arguments later in the request."""
    if (told := _told.get()) is not None:
        told[_known(question, args)] = answer


def asked_once(question: Callable[P, T]) -> Callable[P, T]:
    """Answer from memory where there is one; records among the arguments are told apart by their keys."""

    @wraps(question)
    def ask(*args: P.args, **kwargs: P.kwargs) -> T:
        told = _told.get()
        if told is None:
            return question(*args, **kwargs)
        known = _known(question, (*args, *kwargs.values()))
        if known not in told:
            told[known] = question(*args, **kwargs)
        answer: T = told[known]
        return answer

    return ask


def _known(question: Callable[..., Any], args: tuple[Any, ...]) -> Hashable:
    return (question.__module__, question.__qualname__, *(getattr(one, "pk", one) for one in args))
