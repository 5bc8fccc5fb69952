"""Lists cost the same whatever their length."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rosters.conftest import ANI, BUDI, CITRA

MOST = 15


@pytest.fixture
def cost(ask, clerk):
    """Return how many statements a page costs beyond signing in and walking through the door."""

    def count(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert ask(path, clerk).status_code == 200
        return len([one for one in asked if is_a_question(one["sql"])])

    return count


def is_a_question(sql: str) -> bool:
    frame = ("SAVEPOINT", "RELEASE", "SET LOCAL", "RESET", "set_config", "current_setting", "django_session")
    return not any(word in sql for word in frame) and "accounts_user" not in sql.split("WHERE")[0][:200]


def test_the_history_costs_the_same_for_one_load_and_for_three(cost, load, roster):
    load(roster({**ANI, "NIK": ""}))
    one = cost("/roster/")
    load(roster(BUDI, name="b.xlsx", package="INST-101"))
    load(roster(CITRA, name="c.xlsx", package="INST-102"))

    assert cost("/roster/") == one <= MOST


def test_a_load_costs_the_same_for_one_row_and_for_three(cost, load, roster):
    short = load(roster({**ANI, "NIK": ""}))
    long = load(
        roster(
            *({**one, "NIK": "", "No. Sertifikat": one["NIK"]} for one in (ANI, BUDI, CITRA)),
            name="b.xlsx", package="INST-101",
        )
    )  # fmt: skip

    assert cost(f"/roster/muatan/{long.pk}/") == cost(f"/roster/muatan/{short.pk}/")
