"""Conditions said as plainly as they can be, so that those which mean the same are found to be the same."""

from __future__ import annotations

from functools import reduce

from ibis.common.graph import Node as AnyNode
from ibis.expr import operations as ops
from ibis.expr.operations import Node, Value

from titian.evaluation.models import Participation

TRUE, FALSE = ops.Literal(True, "boolean"), ops.Literal(False, "boolean")
NEVER_NULL = {field.column for field in Participation._meta.concrete_fields if not field.null} | {
    "observed_on",
    "outcome_known",
}
STRICT = (ops.Cast, ops.InValues, ops.Between, ops.Comparison, ops.DateAdd)  # null where a part of it is


def plain(condition: Value) -> Value:
    """Return a condition that is true of the same records; of others it may be false or null."""
    said: Value = condition.replace(_plainer)
    return _where(said)


def _where(condition: Value) -> Value:
    """Who is counted where it is true need not tell false from null."""
    if isinstance(condition, ops.Coalesce) and condition.arg[1:] == (FALSE,):
        return _where(condition.arg[0])
    if (
        isinstance(condition, ops.SearchedCase)
        and condition.results[0] == TRUE
        and all(_where(rest) == FALSE for rest in (*condition.results[1:], condition.default))
    ):
        return _where(condition.cases[0])
    if isinstance(condition, ops.Literal) and condition.value is None:
        return FALSE
    if isinstance(condition, ops.And):
        return _both(_where(condition.left), _where(condition.right))
    if isinstance(condition, ops.Or):
        return _either(_where(condition.left), _where(condition.right))
    return condition


def _plainer(node: AnyNode, parts: dict[str, object] | None) -> Node:
    said: Node = node.__recreate__(parts) if parts else node
    match said:
        case ops.NotNull(arg):
            return _told(arg)
        case ops.IsNull(arg):
            return _no(_told(arg))
        case ops.InValues(value, (one,)):
            return ops.Equals(value, one)
        case ops.Coalesce((first, last)) if last == FALSE:
            return _sure(first)
        case ops.And(left, right):
            return _both(left, right)
        case ops.Or(left, right):
            return _either(left, right)
        case ops.Not(arg):
            return _no(arg)
    return said


def _told(value: Value) -> Value:
    """Return when the value is not null."""
    match value:
        case ops.Literal():
            return FALSE if value.value is None else TRUE
        case ops.Field(_rel, name) if name in NEVER_NULL:
            return TRUE
        case ops.Coalesce(args):
            return reduce(_either, map(_told, args))
        case ops.SearchedCase(cases, results, default):
            said, otherwise = [_told(result) for result in results], _told(default)
            if otherwise == FALSE and set(said) == {TRUE}:
                return reduce(_either, map(_sure, cases))
            if said[0] == FALSE and {*said[1:], otherwise} == {TRUE}:
                return _no(_sure(cases[0]))
    if isinstance(value, STRICT):
        parts = [part for arg in value.args for part in (arg if isinstance(arg, tuple) else (arg,))]
        return reduce(_both, [_told(part) for part in parts if isinstance(part, Value)])
    return ops.NotNull(value)


def _sure(value: Value) -> Value:
    return value if _is_never_null(value) else ops.Coalesce((value, FALSE))


def _is_never_null(value: Value) -> bool:
    if isinstance(value, ops.And | ops.Or):
        return _is_never_null(value.left) and _is_never_null(value.right)
    return isinstance(value, ops.NotNull | ops.IsNull) or _told(value) == TRUE


def _both(left: Value, right: Value) -> Value:
    if FALSE in (left, right):
        return FALSE
    if left in (TRUE, right):
        return right
    return left if right == TRUE else ops.And(left, right)


def _either(left: Value, right: Value) -> Value:
    if TRUE in (left, right):
        return TRUE
    if left in (FALSE, right):
        return right
    return left if right == FALSE else ops.Or(left, right)


def _no(value: Value) -> Value:
    match value:
        case ops.Literal():
            return FALSE if value == TRUE else TRUE
        case ops.NotNull(arg):
            return ops.IsNull(arg)
        case ops.IsNull(arg):
            return ops.NotNull(arg)
    return ops.Not(value)
