"""Organisations on screen: the list, confirming and merging, supervision, letterhead and plans."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import network, people
from page_forms import filled
from titian.accounts.models import User
from titian.core.periods import since
from titian.journal.models import Entry
from titian.network.models import Letterhead, Membership, Organisation, Ownership, Supervision
from titian.network.queries import organisation_by_name
from titian.planning.models import PlanVersion, TrainingClass


@pytest.fixture
def misspelt(world) -> Organisation:
    """An organisation a file named, with a class, below the centre."""
    made = network.organisation("BLKK Al Hikmahh", "blk_komunitas")
    Organisation.objects.filter(pk=made.pk).update(confirmed=False)
    network.supervise(world.centre, made)
    TrainingClass.objects.filter(pk=world.training_class.pk).update(organiser=made, venue=made)
    return Organisation.objects.get(pk=made.pk)


def page(path: str, user: User) -> str:
    return signed_in(user).get(path).content.decode()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_list_shows_what_one_reaches_with_filters_in_the_address(world, misspelt) -> None:
    head = world.users["centre_head"]

    everything, filtered = page("/lembaga/", head), page("/lembaga/?konfirmasi=belum", head)

    assert "BLKK Al-Hikmah" in everything
    assert "BPVP Denpasar" not in everything
    assert "BLKK Al Hikmahh" in filtered
    assert "BLKK Al-Hikmah<" not in filtered
    assert "BPVP Denpasar" in page("/lembaga/", world.users["national_planner"])


def test_the_export_has_the_rows_of_the_list(world) -> None:
    text = page("/lembaga/daftar.csv?cari=hikmah", world.users["centre_head"])

    rows = text.lstrip("\ufeff").splitlines()
    assert rows[0] == "Nama,Jenis,Kode wilayah,Wilayah,Pembina,Anggota,Konfirmasi"
    assert rows[2:3] == [""]  # below it stands who took the file away
    assert rows[1].startswith("BLKK Al-Hikmah,")
    assert "BPVP Banyuwangi" in rows[1]


def test_the_list_costs_the_same_for_one_and_for_three_and_little(world) -> None:
    clerk = world.users["centre_clerk"]

    def cost() -> int:
        client = signed_in(clerk)
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/lembaga/").status_code == 200
        return len([one for one in asked if "SAVEPOINT" not in one["sql"] and "set_config" not in one["sql"]])

    one = cost()
    for number in range(3):
        network.supervise(world.centre, network.organisation(f"BLKK {number}", "blk_komunitas"))

    assert cost() == one
    assert one <= 15


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("centre_head", 200),
        ("centre_clerk", 200),
        ("instructor", 403),
        ("citizen", 404),
        ("other_clerk", 404),
    ],
)
def test_an_organisation_opens_for_who_works_with_it(world, role: str, status: int) -> None:
    assert signed_in(world.users[role]).get(f"/lembaga/{world.centre.pk}/").status_code == status


def test_its_page_tells_supervision_with_dates_classes_and_members(world) -> None:
    text = page(f"/lembaga/{world.centre.pk}/", world.users["centre_head"])

    for words in [
        "Petugas Balai",
        "2022: 1",
        "Undang anggota baru",
        "Belum pernah dibina.",
        "Pemilik belum didata.",
    ]:
        assert words in text, words
    assert "Kata sandi baru" not in page(f"/lembaga/{world.centre.pk}/", world.users["centre_clerk"])


def test_a_clerk_confirms_what_exists(world, misspelt) -> None:
    clerk = signed_in(world.users["centre_clerk"])

    clerk.post(f"/lembaga/{misspelt.pk}/konfirmasi/")
    again = clerk.post(f"/lembaga/{misspelt.pk}/konfirmasi/", follow=True).content.decode()

    misspelt.refresh_from_db()
    assert misspelt.confirmed
    assert "sudah dikonfirmasi" in again
    assert Entry.objects.filter(verb="confirm_organisation").count() == 1


def test_a_misspelt_organiser_becomes_the_confirmed_one(world, misspelt, acting_as) -> None:
    right = Organisation.objects.get(name="BLKK Al-Hikmah")
    clerk = signed_in(world.users["centre_clerk"])

    offered = clerk.get(f"/lembaga/{misspelt.pk}/gabung/").content.decode()
    answer = clerk.post(f"/lembaga/{misspelt.pk}/gabung/", {"into": right.pk})

    assert "BLKK Al-Hikmah" in offered
    assert answer.headers["Location"] == f"/lembaga/{right.pk}/"
    world.training_class.refresh_from_db()
    assert world.training_class.organiser == right
    assert world.training_class.venue == right
    assert not Organisation.objects.filter(pk=misspelt.pk).exists()
    assert organisation_by_name("BLKK Al Hikmahh") == right
    assert Entry.objects.get(verb="merge_organisation").details["moved"] == {
        "planning.trainingclass.organiser": 1,
        "planning.trainingclass.venue": 1,
    }


def test_two_that_cannot_be_one_are_refused_whole(world, misspelt) -> None:
    right = Organisation.objects.get(name="BLKK Al-Hikmah")
    for centre in (misspelt, right):
        PlanVersion.objects.create(centre=centre, year=2022, number=1, decided_on="2022-01-01", reason="awal")

    text = (
        signed_in(world.users["centre_clerk"])
        .post(f"/lembaga/{misspelt.pk}/gabung/", {"into": right.pk}, follow=True)
        .content.decode()
    )

    assert "tidak dapat disatukan" in text
    world.training_class.refresh_from_db()
    assert world.training_class.organiser == misspelt


def test_a_confirmed_organisation_and_one_with_members_are_never_merged_away(world, misspelt) -> None:
    right = Organisation.objects.get(name="BLKK Al-Hikmah")
    clerk = signed_in(world.users["centre_clerk"])

    confirmed = clerk.post(f"/lembaga/{right.pk}/gabung/", {"into": world.centre.pk}, follow=True)
    Membership.objects.filter(user=world.users["instructor"]).update(organisation=misspelt)
    manned = clerk.post(f"/lembaga/{misspelt.pk}/gabung/", {"into": right.pk}, follow=True)

    assert "belum dikonfirmasi" in confirmed.content.decode()
    assert "mempunyai anggota" in manned.content.decode()
    assert Organisation.objects.filter(pk__in=[right.pk, misspelt.pk]).count() == 2


def test_supervision_moves_with_a_date_by_the_planner_and_never_by_who_would_gain(world) -> None:
    community = Organisation.objects.get(name="BLKK Al-Hikmah")
    asked = {
        "supervisor": world.other_centre.pk,
        "on": timezone.localdate().isoformat(),
        "reason": "pembagian wilayah baru",
    }
    path = f"/lembaga/{community.pk}/pembinaan/"

    stolen = signed_in(world.users["other_clerk"]).post(path, asked)
    clerk = signed_in(world.users["centre_clerk"]).post(path, asked)
    planner = signed_in(world.users["national_planner"])
    moved = planner.post(path, filled(planner, path, **asked))

    assert (stolen.status_code, clerk.status_code, moved.status_code) == (404, 403, 302)
    links = list(Supervision.objects.filter(organisation=community).order_by("period"))
    assert [link.supervisor for link in links] == [world.centre, world.other_centre]
    assert links[0].period.upper == timezone.localdate()
    assert Entry.objects.get(verb="supervise").reason == "pembagian wilayah baru"


def test_a_head_may_let_a_community_centre_go(world) -> None:
    community = Organisation.objects.get(name="BLKK Al-Hikmah")
    asked = {"ends": "on", "on": timezone.localdate().isoformat(), "reason": "kini dibina provinsi"}
    path, head = f"/lembaga/{community.pk}/pembinaan/", signed_in(world.users["centre_head"])

    answer = head.post(path, filled(head, path, **asked))

    assert answer.status_code == 302
    assert not Supervision.objects.filter(organisation=community, period__upper_inf=True).exists()


def test_a_head_sets_the_letterhead_and_a_clerk_does_not(world) -> None:
    path = f"/lembaga/{world.centre.pk}/kop-surat/"
    asked = {
        "lines": "KEMENTERIAN KETENAGAKERJAAN\nBPVP BANYUWANGI",
        "place": "Banyuwangi",
        "signatory": "Kepala Rekaan",
        "signatory_post": "Kepala BPVP Banyuwangi",
    }

    assert signed_in(world.users["centre_clerk"]).post(path, asked).status_code == 403
    assert signed_in(world.users["centre_head"]).post(path, asked).status_code == 302
    assert Letterhead.objects.get().lines == ["KEMENTERIAN KETENAGAKERJAAN", "BPVP BANYUWANGI"]


def test_a_role_ends_with_a_date_and_a_reason(world) -> None:
    membership = Membership.objects.get(user=world.users["instructor"])
    path = f"/keanggotaan/{membership.pk}/akhiri/"
    head = signed_in(world.users["centre_head"])
    tomorrow = timezone.localdate() + timedelta(days=1)

    early = head.post(path, {"on": tomorrow.isoformat(), "reason": "pindah tugas"})
    done = head.post(path, {"on": timezone.localdate().isoformat(), "reason": "pindah tugas"})

    assert (early.status_code, done.status_code) == (200, 302)
    membership.refresh_from_db()
    assert membership.period.upper == timezone.localdate()
    assert Entry.objects.get(verb="end_membership").reason == "pindah tugas"


def test_a_role_is_given_only_to_those_one_answers_for(world) -> None:
    head = signed_in(world.users["centre_head"])
    community = Organisation.objects.get(name="BLKK Al-Hikmah")
    path = f"/lembaga/{community.pk}/anggota/tambah/"

    stranger = head.post(path, {"user": world.users["other_clerk"].pk, "role": "centre_clerk"})
    own = head.post(path, {"user": world.users["instructor"].pk, "role": "centre_clerk"})

    assert (stranger.status_code, own.status_code) == (200, 302)
    added = Membership.objects.filter(organisation=community).exclude(user=world.users["operator"])
    assert added.count() == 1


def line(number: int, **cells: object) -> dict[str, object]:
    return {f"baris-{number}-{name}": value for name, value in cells.items()}


def version(*lines: dict[str, object], reason: str) -> dict[str, object]:
    total = {"baris-TOTAL_FORMS": len(lines), "baris-INITIAL_FORMS": 0}
    merged = {key: value for one in lines for key, value in one.items()}
    return {**total, **merged, "decided_on": timezone.localdate().isoformat(), "reason": reason}


def test_a_new_version_of_the_plan_stands_beside_the_former(world) -> None:
    clerk = signed_in(world.users["centre_clerk"])
    year = timezone.localdate().year
    path = f"/rencana/{world.centre.pk}/{year}/versi-baru/"
    plan = {"channel": "institutional", "fund": "APBN", "packages": 10, "people": 160}

    first = clerk.post(path, version(line(0, **plan), reason="rencana awal"))
    fewer = line(0, **{**plan, "people": 144})
    second = clerk.post(path, filled(clerk, path, **fewer, reason="efisiensi anggaran"))
    empty = clerk.post(path, filled(clerk, path, **line(0, channel=""), reason="kosong sama sekali"))

    assert (first.status_code, second.status_code, empty.status_code) == (302, 302, 200)
    text = page(f"/rencana/{world.centre.pk}/{year}/", world.users["centre_head"])
    for words in ["Versi 1", "Versi 2", "10 / 160", "10 / 144", "efisiensi anggaran"]:
        assert words in text, words
    assert "memerlukan sedikitnya satu baris" in empty.content.decode()
    assert signed_in(world.users["regency_office"]).get(path).status_code == 403
    assert signed_in(world.users["other_clerk"]).get(path).status_code == 404


def test_people_moved_with_their_organiser_are_counted_once(world, misspelt) -> None:
    right = Organisation.objects.get(name="BLKK Al-Hikmah")
    people.person("Dua Kali", served_by=misspelt)
    both = people.person("Dua Tempat", served_by=misspelt)
    link = both.service_links.get()
    link.pk, link.organisation = None, right
    link.save()

    signed_in(world.users["centre_clerk"]).post(f"/lembaga/{misspelt.pk}/gabung/", {"into": right.pk})

    assert both.service_links.filter(organisation=right).count() == 1
    assert not Organisation.objects.filter(pk=misspelt.pk).exists()


def test_ownership_moves_and_ends_with_dates_by_the_planner_alone(world) -> None:
    province, regency = (
        network.organisation(name, "government_province") for name in ("Provinsi Lama", "Provinsi Baru")
    )
    path, today = f"/lembaga/{world.centre.pk}/kepemilikan/", timezone.localdate()
    planner = signed_in(world.users["national_planner"])
    told = {"reason": "peralihan aset"}

    for more in (
        {"owner": province.pk, "on": (today - timedelta(days=90)).isoformat()},
        {"owner": regency.pk, "on": (today - timedelta(days=30)).isoformat()},
        {"owner": "", "on": today.isoformat()},  # neither an owner nor an end
        {"on": today.isoformat()},  # the owner there is: nothing changes
        {"ends": "on", "on": today.isoformat()},
    ):
        planner.post(path, filled(planner, path, **told, **more))

    links = world.centre.ownerships.order_by("period")
    assert [(link.owner, link.last_day) for link in links] == [
        (province, today - timedelta(days=31)),
        (regency, today - timedelta(days=1)),
    ]
    assert "Provinsi Lama" in page(f"/lembaga/{world.centre.pk}/", world.users["centre_head"])
    assert signed_in(world.users["centre_head"]).get(path).status_code == 403
    assert signed_in(world.users["other_office"]).get(path).status_code == 404


def test_wrong_days_of_a_link_are_put_right_unless_another_link_holds_then(world) -> None:
    planner, today = signed_in(world.users["national_planner"]), timezone.localdate()
    former, present = (network.organisation(name, "agency_province") for name in ("Dinas Lama", "Dinas Baru"))
    world.centre.ownerships.all().delete()
    started, changed = today - timedelta(days=900), today - timedelta(days=300)
    Ownership.objects.create(organisation=world.centre, owner=former, period=since(started, changed))
    link = Ownership.objects.create(organisation=world.centre, owner=present, period=since(changed))
    path = f"/lembaga/{world.centre.pk}/kepemilikan/{link.pk}/"
    earlier, later = (day.isoformat() for day in (changed - timedelta(days=9), changed + timedelta(days=9)))

    overlapping = planner.post(path, filled(planner, path, first_day=earlier, reason="menurut berita acara"))
    backward = planner.post(path, filled(planner, path, last_day=started.isoformat(), reason="menurut SK"))
    planner.post(path, filled(planner, path, first_day=later, reason="menurut berita acara"))

    assert "sudah tercatat yang lain" in overlapping.content.decode()
    assert "mendahului hari pertama" in backward.content.decode()
    assert [
        (one.owner, one.first_day, one.last_day) for one in world.centre.ownerships.order_by("period")
    ] == [
        (former, started, changed - timedelta(days=1)),
        (present, changed + timedelta(days=9), None),
    ]
    assert Entry.objects.get(verb="correct_period").details["was"] == [changed.isoformat(), None]
    assert signed_in(world.users["centre_head"]).get(path).status_code == 403
    assert planner.get(f"/lembaga/{former.pk}/kepemilikan/{link.pk}/").status_code == 404
