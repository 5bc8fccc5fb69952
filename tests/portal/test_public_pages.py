"""What everybody may read."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from titian.evaluation.models import PublicTable


def publish(world) -> None:
    PublicTable.objects.create(
        centre=world.centre,
        year=2022,
        key="sex",
        cells={"rows": ["institutional"], "columns": ["L", "P"], "values": [[7, None, 10], [7, None, 10]]},
        as_of=date(2022, 12, 21),
        made_at=timezone.now(),
    )


def test_published_tables_show_protected_cells_as_protected_and_say_why(get, world) -> None:
    publish(world)

    page = get(f"/publik/{world.centre.pk}/2022/").content.decode()

    assert page.count('<span class="protected">dilindungi</span>') == 2
    assert "21 Desember 2022" in page
    assert "tidak seorang pun dapat dikenali" in page


def test_the_home_page_lists_centres_with_published_figures_only(get, world) -> None:
    before = get("/").content.decode()
    publish(world)
    after = get("/").content.decode()

    assert f"/publik/{world.centre.pk}/2022/" not in before
    assert f"/publik/{world.centre.pk}/2022/" in after
    assert world.other_centre.name not in after


def test_nothing_is_published_before_somebody_publishes_it(get, world) -> None:
    assert get(f"/publik/{world.centre.pk}/2022/").status_code == 404


def test_every_indicator_has_its_definition_on_a_public_page(get, world) -> None:
    page = get("/definisi/").content.decode()

    for code in ["passed", "covered", "placed_6_graduates", "women"]:
        assert f'id="{code}"' in page
    assert "Pembilang" in page
    assert "Penyebut" in page
