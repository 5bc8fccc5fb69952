"""What can a programme ask of us? Read from the schema, so that the page never says otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from titian.network.models import Scope
from titian.portal.api import api


@dataclass(frozen=True)
class Parameter:
    name: str
    where: str
    required: bool


@dataclass(frozen=True)
class Operation:
    """One way to ask; `scope` is '' where no token is needed."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    scope: str
    parameters: list[Parameter]
    statuses: list[str]


def operations() -> list[tuple[str, list[Operation]]]:
    """Return the operations by group, in the order of the schema."""
    schema: dict[str, Any] = api.get_openapi_schema()
    groups: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            tag = told["tags"][0]
            groups.setdefault(tag, []).append(
                Operation(
                    told["operationId"],
                    method.upper(),
                    path,
                    told["summary"],
                    told.get("description", ""),
                    _scope(tag, method) if told.get("security") else "",
                    [*map(_parameter, told.get("parameters", [])), *_body(told, schema)],
                    [str(status) for status in told["responses"]],
                )
            )
    return list(groups.items())


def _scope(tag: str, method: str) -> str:
    return Scope(f"{tag}:{'read' if method == 'get' else 'write'}").value


def _parameter(told: dict[str, Any]) -> Parameter:
    return Parameter(told["name"], told["in"], told.get("required", False))


def _body(told: dict[str, Any], schema: dict[str, Any]) -> list[Parameter]:
    found = []
    for content_type, content in told.get("requestBody", {}).get("content", {}).items():
        shape = content["schema"]
        if "$ref" in shape:
            shape = schema["components"]["schemas"][shape["$ref"].rsplit("/", 1)[1]]
        required = shape.get("required", [])
        found += [Parameter(name, content_type, name in required) for name in shape.get("properties", {})]
    return found
