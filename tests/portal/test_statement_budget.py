"""What every page costs in statements: few, and as many for three rows as for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from factories import people
from factories.loads import staged_row
from factories.world import World
from portal.conftest import as_app
from portal.test_url_role_table import here, named_urls

MOST = 15
# Who opens a page, where the first of these who may is a good reader of it.
READERS = (
    "centre_clerk",
    "centre_head",
    "national_planner",
    "administrator",
    "citizen",
    "insurer_officer",
    "regency_office",
    "anonymous",
)
# Pages of the evaluation: their figures are being read from roll-ups, and each leaves this list as it arrives.
EVALUATION_BEING_BROUGHT_DOWN = {
    "api:document": 25, "evaluation:compare": 18, "evaluation:compare_data": 17, "evaluation:compare_pdf": 17,
    "evaluation:compare_workbook": 17, "evaluation:data": 27, "evaluation:pdf": 27, "evaluation:publication": 26,
    "evaluation:rakor": 26, "evaluation:report_cards": 28, "evaluation:slides": 27, "evaluation:workbook": 27,
}  # fmt: skip
# Pages that gather what several stations know and still ask each of them apart: debts, which may only shrink.
STILL_TOO_MANY = {
    "admissions:result": 17, "admissions:round": 20,
    "portal:agreement": 16, "portal:home": 28, "portal:my_data_json": 34, "portal:my_data_pdf": 34,
    "portal:organisation": 19, "portal:person": 25,
    "portal:plan_revise": 17, "rosters:history": 16, "rosters:load": 24, "rosters:undo": 16,
}  # fmt: skip
WITHOUT_BUDGET = {"api:openapi-json"}  # describes the interface and reads no rows


def pages(world: World) -> Iterator[tuple[str, str]]:
    values = here(world)
    for name, parameters in sorted(named_urls(get_resolver())):
        if name not in WITHOUT_BUDGET:
            yield name, reverse(name, kwargs={parameter: values[parameter] for parameter in parameters})


def statements(path: str, client: Client) -> int | None:
    """Return what a second visit costs, None where this is no page for this reader."""
    if client.get(path).status_code != 200:
        return None
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    marks = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return sum(not query["sql"].startswith(marks) for query in captured.captured_queries)


def costs(world: World, asked: list[tuple[str, str]]) -> dict[str, tuple[str, int]]:
    clients = {reader: Client(raise_request_exception=False) for reader in READERS}
    found: dict[str, tuple[str, int]] = {}
    with as_app():
        for reader, client in clients.items():
            if reader != "anonymous":
                client.force_login(world.users[reader])
    for name, path in asked:
        with as_app():
            for reader in READERS:
                if (cost := statements(path, clients[reader])) is not None:
                    found[name] = (reader, cost)
                    break
    return found


def more_of_everything(world: World) -> None:
    for number in range(3):
        training_class = people.training_class(world.centre, name=f"Kelas tambahan {number}")
        for place in range(3):
            people.enrolment(training_class, people.person(served_by=world.centre), passed=place > 0)
        people.enrolment(training_class, world.person)
    staged_row(world.centre, world.users["centre_clerk"])


@pytest.fixture
def priced(world: World) -> tuple[dict[str, tuple[str, int]], dict[str, tuple[str, int]]]:
    asked = list(pages(world))
    few = costs(world, asked)
    more_of_everything(world)
    return few, costs(world, asked)


@pytest.mark.timeout(600)  # every page is asked for four times
def test_a_page_asks_fifteen_statements_at_most_and_no_more_for_more_rows(priced) -> None:
    few, many = priced
    allowed = {**EVALUATION_BEING_BROUGHT_DOWN, **STILL_TOO_MANY}
    assert len(few) > 50
    assert {name: cost for name, (_reader, cost) in many.items() if cost > allowed.get(name, MOST)} == {}
    grown = {name: (cost, many[name][1]) for name, (_reader, cost) in few.items() if many[name][1] > cost}
    assert grown == {}
    # What has come down is struck off.
    assert [name for name in allowed if name in many and many[name][1] <= MOST] == []
