"""A load that was never carried out is thrown away without a trace."""

from __future__ import annotations

from rosters.conftest import ANI, BUDI, CITRA
from titian.rosters.actions.settle import discard
from titian.rosters.models import Load, LoadedSheet, StagedRow


def test_a_discarded_load_is_gone_and_what_others_staged_stays(load, roster, clerk, centre, acting_as):
    carried = load(roster(ANI, BUDI))
    first = load(roster({**ANI, "Nama": "Ani Lestari Dewi"}, CITRA, name="b.xlsx"), stage_only=True)
    second = load(roster(CITRA, name="c.xlsx"), stage_only=True)
    assert StagedRow.objects.filter(load=first, replaces__load=carried).count() == 1
    rows = StagedRow.objects.select_related("sheet__file__load")
    assert all((row.load, row.centre) == (row.sheet.file.load, centre) for row in rows)

    with acting_as(clerk):
        discard(first, actor=clerk)

    assert set(Load.objects.values_list("pk", flat=True)) == {carried.pk, second.pk}
    assert set(StagedRow.objects.values_list("load", flat=True)) == {carried.pk, second.pk}
    assert not LoadedSheet.objects.exclude(file__load__in=[carried, second]).exists()
    assert StagedRow.objects.filter(load=carried, live=True).count() == 2
