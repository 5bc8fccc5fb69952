"""What stands on tables besides histories and jobs: the one exception to looking ahead, and two stations' own."""

import pytest
from django.db import connection

TOUCHING = {
    "certification_verdict",
    "network_organisation",
    "network_ownership",
    "network_supervision",
    "people_disability",
    "people_employmentspell",
    "people_person",
    "placement_outcomereport",
    "planning_trainingclass",
    "programmes_programme",
    "protection_cover",
    "training_enrolment",
    "training_trainingcertificate",
}
OF_THE_NETWORK = {
    (table, "reach_changes")
    for table in ("network_membership", "network_organisation", "network_supervision")
}
# They write the same station's records and links: tests/people/test_links_tell.py
OF_THE_PEOPLE = {
    ("people_person", "links_tell_insert"),
    ("people_person", "links_tell_update"),
    ("people_servicelink", "links_tell_link_insert"),
    ("people_trainingspell", "trainings_tell_delete"),
    ("people_trainingspell", "trainings_tell_insert"),
    ("people_trainingspell", "trainings_tell_update"),
}
# Row history is kept by triggers whose names start with pgtrigger_, jobs by those of procrastinate.
OURS = """
SELECT relname, tgname, tgtype::int & 1, prosrc
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace
    AND tgname NOT LIKE 'pgtrigger%%' AND tgname NOT LIKE 'procrastinate%%'
"""


@pytest.fixture
def triggers(db):
    with connection.cursor() as cursor:
        cursor.execute(OURS)
        return cursor.fetchall()


def test_the_triggers_are_these(triggers):
    assert {(table, name) for table, name, _row, _source in triggers} == {
        (table, f"touch_by_{table}_{event}") for table in TOUCHING for event in ("insert", "update", "delete")
    } | OF_THE_NETWORK | OF_THE_PEOPLE


def test_they_fire_once_a_statement_and_only_append_to_the_queue(triggers):
    for table, name, for_each_row, source in triggers:
        assert not for_each_row, name
        if (table, name) in OF_THE_NETWORK:  # writes nothing: tests/network/test_reach.py
            continue
        if (table, name) in OF_THE_PEOPLE:
            continue
        assert source.count("INSERT INTO public.evaluation_touchedenrolment") == 1, name
        assert source.count(";") == 2, name  # the insert and the return
