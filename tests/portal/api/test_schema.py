"""What the schema promises holds for whatever a programme sends: schemathesis with a fixed seed."""

from __future__ import annotations

import pytest
import schemathesis
from django.conf import settings as site
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from hypothesis import HealthCheck, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = {GenerationMode.POSITIVE: 8, GenerationMode.NEGATIVE: 7}


@pytest.fixture
def site_of_the_test(monkeypatch):
    """Let the server speak on the test's own connection, as Django's own test client does."""
    monkeypatch.setattr("titian.network.doorkeeper.REQUESTS_A_MINUTE", 10**9)
    monkeypatch.setattr(site, "ALLOWED_HOSTS", ["*"])
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_no_answer_breaks_the_schema(site_of_the_test, key_of, world) -> None:
    key = key_of()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE titian_app")
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", site_of_the_test)
    known = {"centre_id": world.centre.pk, "year": 2022}
    asked = sum(
        _ask(operation.ok(), mode, key, known)
        for operation in schema.get_all_operations()
        for mode in GenerationMode
    )
    assert asked > 100


def _ask(operation, mode: GenerationMode, key: str, known: dict[str, int]) -> int:
    """Ask one operation what it must answer (or must refuse); return how often."""
    if mode is GenerationMode.NEGATIVE and not (list(operation.iter_parameters()) or list(operation.body)):
        return 0  # there is nothing one could say wrong
    asked = []

    @seed(7)
    @settings(
        max_examples=EXAMPLES[mode], deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case) -> None:
        asked.append(case)
        if mode is GenerationMode.POSITIVE:  # chance alone never finds what exists
            case.path_parameters.update({name: known[name] for name in case.path_parameters if name in known})
        told = {
            "Authorization": f"Bearer {key}",
            "Accept-Encoding": "identity",
        }  # it reads no compressed answer
        case.call_and_validate(checks=CHECKS, headers=told)

    holds()
    return len(asked)
