"""A screen that forgets its filter tells nothing: the first wall is taken away on purpose, model by model."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.urls import get_resolver, reverse

from factories.people import person
from factories.world import AWAY, World
from portal.test_url_role_table import ELSEWHERE, ROLES, elsewhere, here, named_urls

STRANGERS = ("Wayan Rahasia", "Ketut Rahasia")
WATCHERS = ["citizen", "centre_clerk", "centre_head", "regency_office", "operator", "employer"]


def walled_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind IN ('r', 'p')")
        return {name for (name,) in cursor.fetchall()}


def walled_models() -> list[type[models.Model]]:
    walled = walled_tables()
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in walled]


@pytest.fixture
def secrets(world: World) -> World:
    """Name what lives elsewhere as nothing else is named."""
    world.stranger.name, world.stranger.name_key = STRANGERS[0], "wayanrahasia"
    world.stranger.save()
    person(STRANGERS[1], served_by=world.other_centre, regency=AWAY)
    world.other_row.name = STRANGERS[1]
    world.other_row.save(update_fields=["name"])
    return world


@pytest.fixture
def no_first_wall(db: None, monkeypatch) -> list[str]:
    """Every `visible_to` of a model below a policy lets everything through; returns whose."""
    opened = []
    for model in walled_models():
        queryset = type(model._default_manager.all())
        if hasattr(queryset, "visible_to"):
            monkeypatch.setattr(queryset, "visible_to", lambda self, *_asked: self.all())
            opened.append(model.__name__)
    return opened


def lists() -> list[str]:
    return [reverse(name) for name, parameters in sorted(named_urls(get_resolver())) if not parameters]


def test_without_their_filters_no_list_shows_what_is_elsewhere(secrets, no_first_wall, get) -> None:
    assert {"Person", "Enrolment", "Load", "StagedRow", "UploadedRoster", "SavedView"} <= set(no_first_wall)
    told = [
        (role, path, name)
        for role in WATCHERS
        for path in lists()
        for asked in ({}, {"post": {"cari": "Wayan Rahasi"}} if path == reverse("portal:find") else {})
        for answer in [b"".join(get(path, secrets.users[role], **asked)).decode(errors="replace")]
        for name in STRANGERS
        if name in answer
    ]
    assert told == []


def test_the_first_wall_is_really_gone_in_these_tests(secrets, no_first_wall) -> None:
    """The same page on a connection that steps over policies tells the stranger: what held above is the database."""
    client = Client()
    client.force_login(secrets.users["centre_clerk"])
    told = client.get(f"/orang/{secrets.stranger.pk}/")
    assert STRANGERS[0] in told.content.decode()


def test_without_their_filters_no_page_of_a_person_elsewhere_opens(secrets, no_first_wall, get) -> None:
    known = elsewhere(secrets, here(secrets))
    of_people = {
        "person_id", "load_id", "row_id", "batch", "card_id", "claim_id", "request_id", "application_id",
        "nomination_id", "appeal_id", "departure_id", "accommodation_id", "appointment_id", "ticket_id",
        "interview_id", "decision_id", "route_id", "version_id",
    } & ELSEWHERE  # fmt: skip
    opened = [
        (role, name, status)
        for name, parameters in sorted(named_urls(get_resolver()))
        if of_people & set(parameters)
        for role in WATCHERS
        for status in [
            get(reverse(name, kwargs={part: known[part] for part in parameters}), secrets.users[role]).status_code
        ]
        if status not in (403, 404, 405)
    ]  # fmt: skip
    assert opened == []


def test_a_bare_count_under_the_serving_role_finds_nothing_foreign(secrets, acting_as) -> None:
    """No view at all: whoever writes SELECT * as nobody, or as somebody without reach, gets no row of people."""
    filled = {model: model._base_manager.count() for model in walled_models()}
    assert sum(filled.values()) > 0
    for visitor in (None, secrets.users["employer"], secrets.users["insurer_officer"]):
        with acting_as(visitor):
            seen = {model.__name__: model._base_manager.count() for model in filled}
        assert {name: count for name, count in seen.items() if count} == {}, visitor


def test_a_clerk_counts_only_the_own_people_in_every_table_that_names_them(secrets, acting_as) -> None:
    away = secrets.stranger.pk
    naming = [
        (model, field.attname)
        for model in walled_models()
        for field in model._meta.local_fields
        if field.attname == "person_id" or (model.__name__ == "Person" and field.primary_key)
    ]
    with acting_as(secrets.users["centre_clerk"]):
        seen = {
            model.__name__ for model, name in naming if model._base_manager.filter(**{name: away}).exists()
        }
    assert seen == set()


def test_the_wall_also_stands_for_writing(secrets, acting_as) -> None:
    clerk, stranger = secrets.users["centre_clerk"], type(secrets.stranger).objects
    with acting_as(clerk):
        assert stranger.filter(pk=secrets.stranger.pk).update(name="diubah") == 0
        assert secrets.other_row._meta.model.objects.filter(pk=secrets.other_row.pk).delete()[0] == 0


def test_every_role_of_the_table_is_a_role_somebody_has(world) -> None:
    assert set(ROLES) - {"anonymous"} == set(world.users)
