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
    if names := _names(value):
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, tuple | Figures):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _names(record: Any) -> tuple[str, ...]:
    """Return the names of the fields of a record or of its type, none of anything else."""
    if is_dataclass(record):
        return tuple(field.name for field in fields(record))
    return cast(tuple[str, ...], getattr(record, "_fields", ()))


@cache
def _made(kind: Any) -> Callable[[Any], Any]:
    """Return what makes a value of this type from its JSON."""
    if names := _names(kind):
        hints = get_type_hints(kind)
        return lambda held: kind(**{name: _made(hints[name])(held[name]) for name in names})
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
