"""What no role may do by another method than the table names."""

from __future__ import annotations

import pytest
from django.test import Client

from factories.world import World
from portal.test_url_role_table import ROLES, Visitor, paths

OTHER_METHODS = ["put", "patch", "delete", "options", "trace"]
CLOSED = {403, 404}


@pytest.fixture
def visitors(world: World) -> list[Visitor]:
    return [Visitor(world, role) for role in ROLES]


@pytest.mark.timeout(900)  # some three thousand requests
def test_who_may_not_open_a_page_may_not_send_its_form(world, visitors) -> None:
    opened = []
    for name, path in paths(world):
        for role, visitor in zip(ROLES, visitors, strict=True):
            if visitor.ask(path, "get") in CLOSED and visitor.ask(path, "post") not in {*CLOSED, 405}:
                opened.append((name, role))
    assert opened == []


def test_no_url_knows_a_method_the_table_does_not_name(world, visitors) -> None:
    """Refused before anything asks who it is, so the stranger and the mightiest stand for all."""
    mightiest = visitors[ROLES.index("administrator")]
    answers = {
        (name, method): {visitor.ask(path, method) for visitor in (visitors[0], mightiest)}
        for name, path in paths(world)
        for method in OTHER_METHODS
        if "(elsewhere)" not in name and name != "api:openapi-json"  # public, and the same for every method
    }
    assert {asked: found for asked, found in answers.items() if found not in ({405}, {404})} == {}


def test_no_form_is_taken_without_its_token(world) -> None:
    """A page of another site can make a browser send a form, but cannot know the token in ours."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.users["administrator"])
    statuses = {name: client.post(path, {"reason": "x"}).status_code for name, path in paths(world)}
    refused = {name for name, status in statuses.items() if status == 403}
    assert {name: code for name, code in statuses.items() if name not in refused and code != 405} == {}
