from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network import queries
from titian.network.actions import (
    NewOrganisation,
    NewPromise,
    add_member,
    end_membership,
    load_network,
    register_organisation,
    register_organisations,
    set_letterhead,
    sign_agreement,
    supervise,
    transfer_ownership,
)
from titian.network.models import Letterhead, Membership, Organisation, OrganisationName, Role, Supervision
from titian.network.models.agreement import AgreementKind, PromiseKind
from titian.standards.models import Region

pytestmark = pytest.mark.usefixtures("network")

END_OF_2022 = date(2022, 12, 21)
WITHOUT_CENTRE = """
Riau, Jambi, Sumatera Selatan, Bengkulu, Lampung, Kepulauan Riau, Daerah Khusus Ibukota Jakarta,
Daerah Istimewa Yogyakarta, Bali, Nusa Tenggara Timur, Kalimantan Barat, Kalimantan Tengah,
Kalimantan Selatan, Kalimantan Utara, Sulawesi Utara, Sulawesi Tengah, Gorontalo, Sulawesi Barat, Papua,
Papua Barat, Papua Selatan, Papua Tengah, Papua Pegunungan
"""


def _user(name: str) -> User:
    return User.objects.create(username=name, name=name)


def test_the_ministry_has_21_centres_each_with_a_seat_and_a_former_name() -> None:
    centres = Organisation.objects.filter(kind__in=queries.MINISTRY_CENTRES)
    assert Counter(centres.values_list("kind", flat=True)) == {"uptp_bbpvp": 6, "uptp_bpvp": 15}
    assert not centres.filter(region=None).exists()
    assert not centres.filter(former_names=None).exists()
    assert OrganisationName.objects.filter(organisation__in=centres).count() == 21


def test_the_23_provinces_without_a_centre_are_named_with_who_serves_them() -> None:
    gaps = queries.provinces_without_centre()

    assert [gap.name for gap in gaps] == [name.strip() for name in WITHOUT_CENTRE.split(",")]
    satellites = {gap.name: gap.satellites for gap in gaps}
    assert satellites["Bali"] == ["Satpel Bali"]
    assert satellites["Sulawesi Tengah"] == ["Satpel Morowali", "Satpel Morowali Utara", "Satpel Palu"]
    assert satellites["Kalimantan Barat"] == []


def test_banyuwangi_reports_its_six_regencies_in_order_and_eight_later() -> None:
    banyuwangi = queries.organisation_by_name("BPVP Banyuwangi")

    six = ["35.10", "35.09", "35.11", "35.12", "35.13", "35.74"]
    assert [region.code for region in queries.areas_of(banyuwangi, END_OF_2022)] == six
    assert [region.code for region in queries.areas_of(banyuwangi, date(2024, 12, 31))] == [
        *six,
        "35.14",
        "35.08",
    ]
    assert queries.areas_of(banyuwangi, date(2021, 12, 31)) == []
    jember = Region.objects.get(code="35.09")
    assert queries.responsible_centre(jember, END_OF_2022) == banyuwangi


def test_sidoarjo_guides_19_centres_of_two_kinds_of_owner() -> None:
    sidoarjo = queries.organisation_by_name("BPVP Sidoarjo")

    guided = queries.supervised_by(sidoarjo, date(2023, 1, 19))
    owners = Counter(queries.owner_of(one, date(2023, 1, 19)).kind_id for one in guided)  # type: ignore[union-attr]
    assert owners == {"government_province": 11, "government_regency": 8}
    assert not queries.supervised_by(sidoarjo, END_OF_2022).exists()


@pytest.mark.parametrize("place", ["Pasuruan", "Tulungagung"])
def test_a_name_that_two_owners_use_is_asked_back(place: str) -> None:
    with pytest.raises(DomainError) as refusal:
        queries.organisation_by_name(f"BLK {place}")

    assert refusal.value.code == "organisation_ambiguous"
    assert refusal.value.message == (
        f"Ada 2 lembaga bernama BLK {place}: BLK Kab. {place} (Pemerintah Kabupaten {place}); "
        f"UPT BLK {place} (Pemerintah Provinsi Jawa Timur). "
        f"Sebutkan pemiliknya, misalnya “BLK {place}, Pemerintah Kabupaten {place}”."
    )


def test_the_owner_tells_namesakes_apart() -> None:
    assert queries.organisation_by_name("BLK Pasuruan, Pemprov Jawa Timur").kind_id == "uptd_province"
    assert (
        queries.organisation_by_name("BLK Pasuruan, Pemerintah Kabupaten Pasuruan").kind_id == "uptd_regency"
    )
    assert queries.organisation_by_name("UPT BLK Pasuruan").kind_id == "uptd_province"


def test_a_former_name_finds_the_centre() -> None:
    assert queries.organisation_by_name("BBPLK Bekasi").name == "BBPVP Bekasi"
    assert queries.organisation_by_name("blk banyuwangi").name == "BPVP Banyuwangi"


def test_an_unknown_name_is_answered_with_what_is_like_it() -> None:
    with pytest.raises(DomainError) as refusal:
        queries.organisation_by_name("BPVP Banyuwagi")
    assert refusal.value.code == "organisation_unknown"
    assert refusal.value.message.startswith(
        "Lembaga BPVP Banyuwagi tidak dikenal. Mungkin maksudnya: BPVP Banyuwangi"
    )

    with pytest.raises(DomainError) as refusal:
        queries.organisation_by_name("Xyzzy")
    assert refusal.value.message == "Lembaga Xyzzy tidak dikenal. Periksa ejaannya."


def test_every_regency_of_east_java_has_its_office() -> None:
    offices = Organisation.objects.filter(kind="agency_regency", region__parent="35")
    assert offices.count() == 38
    assert Organisation.objects.get(kind="agency_province").region_id == "35"


def test_a_second_load_adds_nothing_and_undoes_no_change(actor: User) -> None:
    Organisation.objects.filter(name="BPVP Sorong").update(short_name="Sorong")
    entries = Entry.objects.count()

    assert load_network(actor) == Counter()
    assert Entry.objects.count() == entries
    assert Organisation.objects.get(name="BPVP Sorong").short_name == "Sorong"


def test_unknown_organisers_are_registered_once_below_the_responsible_centre(
    actor: User, django_assert_num_queries: object
) -> None:
    centre = queries.organisation_by_name("BPVP Banyuwangi")
    start = date(2022, 2, 7)
    new = [
        NewOrganisation("blk_komunitas", name, region, False, centre.pk, start)
        for name in ("BLK Komunitas Hakim", "BLK  Komunitas HAKIM", "BLK Komunitas Astuti")
        for region in ("35.09", "35.10")
    ]

    with django_assert_num_queries(8):  # type: ignore[operator]
        ids = register_organisations(new, actor=actor)

    assert set(ids) == {
        ("blk_komunitas", name_key, region)
        for name_key in ("blkkomunitashakim", "blkkomunitasastuti")
        for region in ("35.09", "35.10")
    }
    hakim = Organisation.objects.get(pk=ids["blk_komunitas", "blkkomunitashakim", "35.09"])
    assert (hakim.name, hakim.confirmed) == ("BLK Komunitas Hakim", False)
    assert list(queries.supervised_by(centre, start)) == list(
        Organisation.objects.filter(pk__in=ids.values()).order_by("name_key", "pk")
    )
    assert register_organisations(new, actor=actor) == ids
    assert Supervision.objects.filter(supervisor=centre).count() == 4
    assert Entry.objects.filter(verb="register_organisations").count() == 1


def test_the_serving_role_may_register(
    actor: User, acting_as: Callable[[User], AbstractContextManager[None]]
) -> None:
    new = [NewOrganisation("employer", "PT Maju", None, False, None, END_OF_2022)]

    with acting_as(actor):
        ids = register_organisations(new, actor=actor)

    assert set(ids) == {("employer", "ptmaju", None)}


def test_an_organiser_that_another_centre_guides_keeps_its_supervisor(actor: User) -> None:
    sidoarjo = queries.organisation_by_name("BPVP Sidoarjo")
    banyuwangi = queries.organisation_by_name("BPVP Banyuwangi")
    tuban = queries.organisation_by_name("UPT BLK Tuban")
    new = [NewOrganisation("uptd_province", "UPT BLK Tuban", "35.23", True, banyuwangi.pk, date(2023, 5, 1))]

    ids = register_organisations(new, actor=actor)

    assert list(ids.values()) == [tuban.pk]
    assert Supervision.objects.get(organisation=tuban).supervisor == sidoarjo


def test_a_namesake_of_the_same_kind_and_regency_is_refused(actor: User) -> None:
    region = Region.objects.get(code="35.10")
    register_organisation("lpks", "LPK Maju", actor=actor, region=region)

    with pytest.raises(DomainError) as refusal:
        register_organisation("lpks", "L.P.K. MAJU", actor=actor, region=region)
    assert refusal.value.code == "organisation_exists"


def test_a_new_supervisor_ends_the_former_supervision(actor: User) -> None:
    sidoarjo = queries.organisation_by_name("BPVP Sidoarjo")
    banyuwangi = queries.organisation_by_name("BPVP Banyuwangi")
    tuban = queries.organisation_by_name("UPT BLK Tuban")

    supervise(banyuwangi, tuban, actor=actor, on=date(2024, 3, 1), reason="Perubahan wilayah binaan")

    assert tuban in queries.supervised_by(sidoarjo, date(2024, 2, 29))
    assert tuban not in queries.supervised_by(sidoarjo, date(2024, 3, 1))
    assert tuban in queries.supervised_by(banyuwangi, date(2024, 3, 1))
    with pytest.raises(DomainError) as refusal:
        supervise(sidoarjo, tuban, actor=actor, on=date(2024, 2, 1))
    assert refusal.value.code == "later_link_exists"
    with pytest.raises(DomainError):
        supervise(tuban, tuban, actor=actor, on=date(2025, 1, 1))


def test_a_new_owner_ends_the_former_ownership(actor: User) -> None:
    province = queries.organisation_by_name("Pemprov Jawa Timur")
    gresik = queries.organisation_by_name("BLK Gresik")

    transfer_ownership(gresik, province, actor=actor, on=date(2025, 1, 1))

    former = queries.owner_of(gresik, date(2024, 12, 31))
    assert former is not None
    assert former.name == "Pemerintah Kabupaten Gresik"
    assert queries.owner_of(gresik, date(2025, 1, 1)) == province


def test_membership_gives_roles_from_its_first_to_its_last_day(actor: User) -> None:
    clerk, centre = _user("petugas"), queries.organisation_by_name("BPVP Banyuwangi")

    membership = add_member(clerk, centre, Role.CENTRE_CLERK, actor=actor, on=date(2022, 1, 1))
    assert add_member(clerk, centre, Role.CENTRE_CLERK, actor=actor, on=date(2022, 5, 1)) == membership
    end_membership(membership, actor=actor, on=date(2023, 1, 1), reason="Mutasi")

    assert queries.roles_of(clerk, END_OF_2022) == {"centre_clerk"}
    assert queries.organisations_of(clerk, END_OF_2022) == [centre.pk]
    assert queries.organisations_of(clerk, END_OF_2022, [Role.CENTRE_HEAD]) == []
    assert queries.roles_of(clerk, date(2023, 1, 1)) == set()
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.REGENCY_OFFICE, "BPVP Banyuwangi"),
        (Role.CENTRE_CLERK, "BPJS Ketenagakerjaan"),
        (Role.NATIONAL_PLANNER, "BPVP Banyuwangi"),
    ],
)
def test_a_role_is_held_only_where_its_work_is_done(actor: User, role: Role, place: str) -> None:
    with pytest.raises(DomainError) as refusal:
        add_member(_user("a"), queries.organisation_by_name(place), role, actor=actor, on=END_OF_2022)
    assert refusal.value.code == "role_does_not_fit"


def test_a_letterhead_is_noted_when_it_changes_and_not_otherwise(actor: User) -> None:
    centre = queries.organisation_by_name("BPVP Banyuwangi")
    head = {"lines": ["BPVP Banyuwangi"], "place": "Banyuwangi", "signatory": "A", "signatory_post": "Kepala"}

    set_letterhead(centre, actor=actor, **head)  # type: ignore[arg-type]
    set_letterhead(centre, actor=actor, **head)  # type: ignore[arg-type]
    set_letterhead(centre, actor=actor, **{**head, "signatory": "B"})  # type: ignore[arg-type]

    assert Letterhead.objects.get(organisation=centre).signatory == "B"
    assert Entry.objects.filter(verb="set_letterhead").count() == 2


def test_an_agreement_states_who_promised_how_many(actor: User) -> None:
    centre = queries.organisation_by_name("BPVP Banyuwangi")
    insurer = queries.organisation_by_name("BPJS-TK")
    sign_agreement(
        AgreementKind.WORKING,
        "PKS pelindungan peserta 2022",
        actor=actor,
        parties=[centre, insurer],
        starts_on=date(2022, 1, 1),
        ends_on=date(2022, 12, 31),
        promises=[NewPromise(insurer, PromiseKind.COVERED, 3270)],
    )

    promises = queries.promises_of(centre, date(2022, 1, 1), date(2022, 12, 31))
    assert [(one.promised_by, one.kind, one.places) for one in promises] == [
        ("BPJS Ketenagakerjaan", "covered", 3270)
    ]
    assert queries.promises_of(centre, date(2023, 1, 1), date(2023, 12, 31)) == []


def test_a_promise_of_a_stranger_and_a_lonely_party_are_refused(actor: User) -> None:
    centre = queries.organisation_by_name("BPVP Banyuwangi")
    insurer = queries.organisation_by_name("BPJS-TK")
    with pytest.raises(DomainError, match="dua pihak"):
        sign_agreement(AgreementKind.WORKING, "x", actor=actor, parties=[centre], starts_on=END_OF_2022)
    with pytest.raises(DomainError, match="pihak dalam perjanjian"):
        sign_agreement(
            AgreementKind.WORKING,
            "x",
            actor=actor,
            parties=[centre, queries.organisation_by_name("LSP BLK Jombang")],
            starts_on=END_OF_2022,
            promises=[NewPromise(insurer, PromiseKind.COVERED, 1)],
        )


def test_the_public_agreements_of_2023_name_insurer_and_five_certification_bodies() -> None:
    sidoarjo = queries.organisation_by_name("BPVP Sidoarjo")
    partners = Counter(
        party.organisation.kind_id
        for link in sidoarjo.agreements.all()
        for party in link.agreement.parties.exclude(organisation=sidoarjo)
    )
    assert partners == {"insurer": 1, "certification_body": 5}
    assert queries.promises_of(sidoarjo, date(2023, 1, 1), date(2023, 12, 31)) == []
