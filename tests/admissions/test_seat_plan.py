"""The plan of seats shows what is filled and one more, and loses nothing that was typed or kept."""

from __future__ import annotations

from factories import admissions as world
from factories import people
from page_forms import fields_of
from titian.admissions.queries.screens import regencies_by_province
from titian.planning.models import Opening

PLAN = {
    "decree": "KEP 2/2026", "seats": 16, "reserves": 2, "minimum_age": 17, "written_weight": 60, "interview_weight": 40,
    "band": 1, "pass_mark": 0, "kelompok-0-name": "Terbuka", "kelompok-0-seats": 16, "kelompok-0-first": "anyone",
}  # fmt: skip


def test_groups_of_seats_are_added_one_by_one_and_none_is_lost(ask):
    called = world.call()
    training_class = people.training_class(called.centre)
    path = f"/paket/{training_class.pk}/kursi/"

    def shown():
        return fields_of(ask(path, called.clerk).content.decode(), path)

    def groups():
        found = Opening.objects.get(training_class=training_class).groups.order_by("position")
        return list(found.values_list("name", "seats"))

    ask(path, called.clerk, {**shown(), **PLAN})
    stands = shown()
    assert "kelompok-1-seats" in stands
    assert "kelompok-2-seats" not in stands

    grown = ask(path, called.clerk, {**stands, "seats": "", "kelompok-1-name": "Cadangan", "tambah": "1"})
    wider = fields_of(grown.content.decode(), path)
    assert (grown.status_code, wider["kelompok-1-name"]) == (200, ["Cadangan"])
    assert "kelompok-2-seats" in wider
    assert groups() == [("Terbuka", 16)]

    second = {
        "seats": "18",
        "kelompok-1-name": "Kedua",
        "kelompok-1-seats": "2",
        "kelompok-1-first": "anyone",
    }
    ask(path, called.clerk, {**stands, **second})
    # The page of a colleague who had seen one group and no line for another.
    ask(path, called.clerk, {**PLAN, "seats": 18, "kelompok-TOTAL_FORMS": 1})
    assert groups() == [("Terbuka", 16), ("Kedua", 2)]
    assert "tersimpan" in ask(path, called.clerk, shown()).content.decode()
    assert groups() == [("Terbuka", 16), ("Kedua", 2)]


def test_the_regencies_of_the_own_province_come_first(db):
    world.call()
    home, *_others = regencies_by_province(world.HOME)
    assert world.HOME in [one.code for one in home[1]]
