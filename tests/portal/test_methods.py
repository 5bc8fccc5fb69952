"""What no role may do by another method than the table names."""

from __future__ import annotations

import pytest
from django.test import Client

from factories.world import World
from portal.test_url_role_table import ROLES, Visitor, paths

pytestmark = pytest.mark.once

OTHER_METHODS = ["put", "patch", "delete", "options", "trace"]


@pytest.fixture
def visitors(world: World) -> list[Visitor]:
    return [Visitor(world, role) for role in ROLES]


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
