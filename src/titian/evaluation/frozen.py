"""An evaluation as text that never changes, and back: the same document gives the same text and hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from titian.evaluation.document import Evaluation, Figures


def freeze(evaluation: Evaluation) -> str:
    """Return the whole document as JSON in one fixed spelling."""
    return json.dumps(_plain(evaluation), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def thaw(text: str) -> Evaluation:
    """Return the document that was frozen."""
    return cast(Evaluation, _made(Evaluation)(json.loads(text)))


def hash_of(text: str) -> str:
    """Return the SHA-256 of the text's bytes, as `sha256sum` prints it of the downloaded file."""
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | Figures):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


@cache
def _made(kind: Any) -> Callable[[Any], Any]:
    """Return what makes a value of this type from its JSON."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        make = cast(type, kind)
        return lambda held: make(
            **{field.name: _made(hints[field.name])(held[field.name]) for field in fields(kind)}
        )
    if get_origin(kind) is UnionType:
        inner = _made(next(one for one in get_args(kind) if one is not type(None)))
        return lambda held: None if held is None else inner(held)
    if get_origin(kind) in (tuple, Sequence):
        inner = _made(get_args(kind)[0])
        return lambda held: tuple(inner(one) for one in held)
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    return lambda held: held
