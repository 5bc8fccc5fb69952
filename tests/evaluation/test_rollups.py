"""Roll-ups are the same figures as the records give, after whatever happened."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.test_fold import HISTORIES
from factories.network import member, organisation, user
from factories.participation import small_year
from titian.evaluation.actions import fold_touched, rebuild
from titian.evaluation.actions.fold import refresh_rollups
from titian.evaluation.actions.roll import roll_all
from titian.evaluation.indicators.compiled import set_of, sums_of_months, sums_of_people
from titian.evaluation.models import Participation, StaleBlock
from titian.evaluation.queries import cells
from titian.evaluation.queries.cells import EVERYWHERE, Question
from titian.evaluation.queries.cohort import ROLLED
from titian.evaluation.queries.evaluate import evaluate
from titian.evaluation.queries.slices import slices
from titian.network.models import Role
from titian.people.models import EmploymentSpell
from titian.protection.models import Cover
from titian.training.models import Enrolment

pytestmark = pytest.mark.django_db


def stored(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    key = ("centre_id", "year", "cut", "codes", "code")
    return sorted(
        ({name: value for name, value in row.items() if name != "id"} for row in rows),
        key=lambda row: tuple(str(row.get(name)) for name in key),
    )


def everything():
    return [stored(f"evaluation_{table}") for table in ("rollup", "rollupmonths", "rollupsingle")]


def test_every_part_of_the_registry_has_its_column():
    with connection.cursor() as cursor:
        for table, wanted in (
            ("evaluation_rollup", set(set_of(sums_of_people()[0]))),
            ("evaluation_rollupsingle", {*sums_of_people()[1], "packages", "capacity"}),
            ("evaluation_rollupmonths", set(set_of(sums_of_months()))),
        ):
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")
            held = {column.name for column in cursor.description}
            assert held - {"id", "centre_id", "year", "cut", "code", "codes"} == wanted


@given(
    seed=st.integers(0, 2**32),
    steps=st.lists(
        st.sampled_from([*HISTORIES, fold_touched, "a day", "many days"]), min_size=4, max_size=24
    ),
)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_roll_ups_equal_a_full_recount_after_any_history(monkeypatch_day, seed, steps):
    dice, year = random.Random(seed), monkeypatch_day.fresh_year()
    for step in steps:
        if step is fold_touched:
            fold_touched()
        elif isinstance(step, str):
            monkeypatch_day.pass_days(1 if step == "a day" else dice.randrange(200))
        else:
            step(year, dice)
    fold_touched()
    refresh_rollups()
    folded = everything()
    rebuild(actor=user())
    assert everything() == folded


@pytest.fixture
def monkeypatch_day(monkeypatch, django_db_blocker):
    """A calendar that a history may move, and a year that each history gets anew."""
    from django.db import transaction

    class Calendar:
        today = date(2022, 3, 1)
        open_block = None

        def fresh_year(self):
            self.close()
            self.today = date(2022, 3, 1)
            self.open_block = transaction.atomic()
            self.open_block.__enter__()
            return small_year()

        def pass_days(self, days):
            self.today += timedelta(days=days)

        def close(self):
            if self.open_block is not None:
                transaction.set_rollback(True)
                self.open_block.__exit__(None, None, None)
                self.open_block = None

    calendar = Calendar()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args: calendar.today)
    yield calendar
    calendar.close()


def question(year, **more):
    return Question(year.centre.pk, 2022, timezone.localdate(), False, "35", **more)


def without_slices(counted):
    return {
        cut: {
            code: {part: value for part, value in row.items() if not part.startswith("slice_")}
            for code, row in rows.items()
        }
        for cut, rows in counted.items()
    }


def test_pages_read_roll_ups_and_say_what_the_records_say(acting_as, monkeypatch):
    year = small_year()
    fold_touched()
    head = member(Role.CENTRE_HEAD, year.centre)
    with acting_as(head):
        rolled = evaluate(year.centre, 2022, user=head)
        assert cells._rolled(question(year), ROLLED) == without_slices(cells._counted(question(year), ROLLED))
        in_order = cells.table_of

        def backwards(sql, values):  # a server promises no order
            names, rows = in_order(sql, values)
            return names, rows[::-1]

        monkeypatch.setattr(cells, "table_of", backwards)
        assert evaluate(year.centre, 2022, user=head) == rolled
        monkeypatch.setattr(cells, "_store_of", lambda _question: None)
        assert evaluate(year.centre, 2022, user=head) == rolled
        monkeypatch.setattr(cells, "table_of", in_order)
        assert evaluate(year.centre, 2022, user=head) == rolled


def test_a_figure_asked_for_alone_is_the_one_among_all(acting_as):
    year = small_year()
    fold_touched()
    with acting_as(member(Role.CENTRE_HEAD, year.centre)):
        found = cells.cells_of(question(year), ROLLED)
    for cut in ROLLED:
        alone, together = (slices(found, cut, names={}) for _time in range(2))
        for code, part in together.items():
            figures = tuple(part.figures)
            assert part.codes == tuple(figure.code for figure in figures)
            assert tuple(alone[code].figure(figure.code) for figure in figures[::-1]) == figures[::-1]
            assert alone[code] == part


def test_sums_are_those_of_the_records_whatever_is_not_known_of_them(acting_as):
    year = small_year()
    fold_touched()
    copied = list(Participation.objects.all())
    dice, fields = random.Random(5), [field for field in Participation._meta.concrete_fields if field.null]
    made = []
    for number in range(120):
        record = replace_some(dice, copied, fields)
        record.pk = 1_000_000 + number
        made.append(record)
    Participation.objects.bulk_create(made)
    rebuild_sums()
    with acting_as(member(Role.CENTRE_HEAD, year.centre)):
        assert cells._rolled(question(year), ROLLED) == without_slices(cells._counted(question(year), ROLLED))
        of_a_fund = replace(question(year), kept=(("fund", ("APBN",)),), needs=frozenset({"passed", "wage"}))
        rolled = cells._rolled(replace(of_a_fund, needs=frozenset({"passed"})), ("", "programme"))
        assert cells._rolled(of_a_fund, ("", "programme")) is None
        assert of_sums(rolled) == of_sums(cells._counted(of_a_fund, ("", "programme")))


def replace_some(dice, copied, fields):
    """A record that takes each of its nullable facts from another one or does not know it."""
    record = Participation(
        **{f.attname: getattr(dice.choice(copied), f.attname) for f in Participation._meta.concrete_fields}
    )
    first = copied[0]
    for name in ("centre_id", "year", "class_id", "class_code", "capacity"):
        setattr(record, name, getattr(first, name))
    for field in fields:
        if dice.random() < 0.3:
            setattr(record, field.attname, None)
    return record


def rebuild_sums():
    with connection.cursor() as cursor:
        roll_all(cursor, today=timezone.localdate())


def of_sums(counted):
    wanted = ("counts__people", "passed__numerator", "passed__denominator", "passed__missing")
    return {
        cut: {code: {part: row[part] for part in wanted} for code, row in rows.items()}
        for cut, rows in counted.items()
    }


def test_sums_of_the_country_are_those_of_the_records(acting_as):
    year = small_year()
    fold_touched()
    nation = member(Role.NATIONAL_PLANNER, organisation("Kemnaker", "directorate_general", "31.71"))
    with acting_as(nation):
        asked = question(year, centres=(year.centre.pk,), years=(2021, 2022), needs=frozenset({"passed"}))
        store = cells._store_of(asked)
        assert store.centres == [EVERYWHERE]
        for cut in ("", "channel", "regency", "centre", "year"):
            rolled = cells._rolled(asked, tuple(dict.fromkeys(("", cut))))
            counted = cells._counted(asked, tuple(dict.fromkeys(("", cut))))
            parts = {
                "counts__people",
                *(f"passed__{part}" for part in ("numerator", "denominator", "missing")),
            }
            assert {code: {part: row[part] for part in parts} for code, row in rolled[cut].items()} == {
                code: {part: row[part] for part in parts} for code, row in counted[cut].items()
            }


def test_a_question_narrowed_by_its_own_cut_is_rolled_and_by_another_is_counted(acting_as):
    year = small_year()
    fold_touched()
    with acting_as(member(Role.CENTRE_HEAD, year.centre)):
        own = replace(question(year), kept=(("sex", ("P",)),), needs=frozenset({"passed"}))
        assert cells._rolled(own, ("", "sex")).keys() == {"", "sex"}
        (whole,) = cells._rolled(own, ("", "sex"))[""].values()
        assert whole["counts__people"] == Participation.objects.filter(sex="P").count()
        assert cells._rolled(own, ("", "channel")) is None
        assert cells.cells_of(own, ("", "channel"))[""][""]["counts__people"] == whole["counts__people"]


def test_who_counts_only_some_records_reads_no_roll_up(acting_as):
    year = small_year()
    fold_touched()
    office = member(Role.REGENCY_OFFICE, organisation("Disnaker Jember", "agency_regency", "35.09"))
    stranger = member(Role.CENTRE_CLERK, organisation("BPVP Lain", region_code="51.03"))
    for someone in (office, stranger, None):
        with acting_as(someone), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM evaluation_rollup")
            assert cursor.fetchone() == (0,)
            assert cells._store_of(question(year)) is None
    with acting_as(member(Role.CENTRE_HEAD, year.centre)), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT centre_id FROM evaluation_rollup")
        assert cursor.fetchall() == [(year.centre.pk,)]
        cursor.execute("DELETE FROM evaluation_rollup")
        assert cursor.rowcount == 0


def test_medians_of_a_stale_year_come_from_the_records(acting_as):
    year = small_year()
    fold_touched()
    StaleBlock.objects.create(centre_id=year.centre.pk, year=2022)
    with acting_as(member(Role.CENTRE_HEAD, year.centre)):
        assert cells._rolled(question(year), ("",)) is None
        assert cells._rolled(question(year, needs=frozenset({"passed"})), ("",)) is not None
    assert refresh_rollups() == 1
    assert not StaleBlock.objects.exists()


def test_what_says_what_it_said_is_not_written_again():
    small_year()
    fold_touched()

    def places():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 'record', ctid::text FROM evaluation_participation "
                "UNION ALL SELECT 'sums', ctid::text FROM evaluation_rollup ORDER BY 1, 2"
            )
            return cursor.fetchall()

    written = places()
    Enrolment.objects.update(passed=F("passed"))
    assert fold_touched() == 6
    assert places() == written
    Enrolment.objects.update(passed=None)
    fold_touched()
    assert places() != written


def test_medians_are_counted_anew_only_where_something_else_is_brought_to_them(monkeypatch):
    year = small_year()
    fold_touched()
    monkeypatch.setattr("titian.evaluation.actions.roll.REFRESHED_AT_ONCE", 0)
    Cover.objects.all().delete()
    fold_touched()
    assert not Participation.objects.filter(covered=True).exists()
    assert not StaleBlock.objects.exists()
    EmploymentSpell.objects.update(monthly_wage=1_234_000)
    fold_touched()
    assert [(block.centre_id, block.year) for block in StaleBlock.objects.all()] == [(year.centre.pk, 2022)]


def test_sums_of_another_registry_are_not_read_and_made_anew(acting_as):
    year = small_year()
    fold_touched()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE evaluation_rollupstate SET registry = 'of another release'")
    with acting_as(member(Role.CENTRE_HEAD, year.centre)):
        assert cells._store_of(question(year)) is None
    fold_touched()
    with acting_as(member(Role.CENTRE_HEAD, year.centre)):
        assert cells._store_of(question(year)) is not None
