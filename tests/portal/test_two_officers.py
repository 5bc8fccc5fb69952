"""Two officers edit one record: the second is shown both, and nothing either of them wrote is lost."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.urls import reverse

from factories import network
from factories.standards import channel
from page_forms import fields_of
from titian.core.overtaken import ComparedForm
from titian.journal.models import Entry
from titian.network.models import Letterhead, Membership, Role
from titian.people.actions import request_change
from titian.people.models import Person
from titian.planning.models import Opening
from titian.planning.queries import target_history

SHOWN = "Orang lain menyimpan catatan ini sementara Anda mengisi"


@pytest.fixture
def open_and_send(get):
    """Open a page as somebody; return what sends it with changes, as a browser would."""

    def opened(path: str, user):
        page = get(path, user).content.decode()
        fields = fields_of(page, path)
        return lambda **changes: get(path, user, post={**fields, **changes})

    return opened


@pytest.fixture
def desk(world):
    """A record, and two officers of the office of its region."""
    office = Membership.objects.get(user=world.users["regency_office"]).organisation
    colleague = network.member(Role.REGENCY_OFFICE, office)
    Person.objects.filter(pk=world.person.pk).update(
        phone="081200000001", address="Jalan Lama 1", birth_place=""
    )
    return world.person, world.users["regency_office"], colleague, f"/loket/orang/{world.person.pk}/kontak/"


def contact(person: Person) -> tuple[str, str, str]:
    person.refresh_from_db()
    return person.phone, person.address, person.birth_place


def overtake(open_and_send, desk):
    """The first officer changes phone and birth place; the second, who opened before, phone and address."""
    person, first, second, path = desk
    send_second = open_and_send(path, second)
    answer = open_and_send(path, first)(
        phone="081200000002", birth_place="Banyuwangi", reason="lapor di loket"
    )
    assert answer.status_code == 302
    shown = send_second(phone="081200000003", address="Jalan Baru 7", reason="lapor lewat telepon")
    assert shown.status_code == 422
    assert contact(person) == ("081200000002", "Jalan Lama 1", "Banyuwangi")
    return shown.content.decode()


def test_the_second_is_shown_both_side_by_side_and_nothing_is_written(open_and_send, desk) -> None:
    page = overtake(open_and_send, desk)
    fields = fields_of(page, desk[3])

    assert SHOWN in page
    for value in ("081200000002", "081200000003", "Jalan Lama 1", "Jalan Baru 7", "Banyuwangi", "kosong"):
        assert f"<strong>{value}</strong>" in page
    assert fields["banding"] == ["phone", "address", "birth_place"]
    # Where one side alone changed the field, that side is proposed; where both did, somebody has to decide.
    assert {name: value for name, value in fields.items() if name.startswith("pilih")} == {
        "pilih-address": ["saya"], "pilih-birth_place": ["tersimpan"],
    }  # fmt: skip
    assert (fields["phone"], fields["reason"]) == (["081200000003"], ["lapor lewat telepon"])


@pytest.mark.parametrize(
    ("decided", "became"),
    [
        ({"pilih-phone": "saya"}, ("081200000003", "Jalan Baru 7", "Banyuwangi")),
        ({"pilih-phone": "tersimpan"}, ("081200000002", "Jalan Baru 7", "Banyuwangi")),
        ({"pilih": "saya"}, ("081200000003", "Jalan Baru 7", "")),
        ({"pilih": "tersimpan"}, ("081200000002", "Jalan Lama 1", "Banyuwangi")),
        ({"pilih-phone": "saya", "phone": "081200000004"}, ("081200000004", "Jalan Baru 7", "Banyuwangi")),
    ],
)
def test_the_second_keeps_the_own_the_others_or_field_by_field(
    get, open_and_send, desk, decided, became
) -> None:
    person, _first, second, path = desk
    fields = fields_of(overtake(open_and_send, desk), path)

    assert get(path, second, post={**fields, **decided}).status_code == 302

    assert contact(person) == became


def test_a_field_nobody_decided_is_asked_again_and_a_third_change_is_shown_too(
    get, open_and_send, desk
) -> None:
    person, first, second, path = desk
    fields = fields_of(overtake(open_and_send, desk), path)

    again = get(path, second, post=fields)
    assert again.status_code == 422
    assert "Pilih isian mana yang dipakai" in again.content.decode()

    open_and_send(path, first)(phone="081200000009", reason="salah catat")
    third = get(path, second, post={**fields, "pilih-phone": "saya"})
    assert third.status_code == 422
    assert "<strong>081200000009</strong>" in third.content.decode()
    assert contact(person)[0] == "081200000009"


def test_who_changed_nothing_overwrites_nothing(open_and_send, desk) -> None:
    person, first, second, path = desk
    send_second = open_and_send(path, second)
    open_and_send(path, first)(phone="081200000002", reason="lapor di loket")

    assert send_second(reason="hanya melihat").status_code == 302

    assert contact(person)[0] == "081200000002"
    assert Entry.objects.filter(verb="correct_contact").count() == 1


def test_a_page_without_its_version_overwrites_nothing(get, desk) -> None:
    person, first, _second, path = desk
    sent = {"phone": "1", "address": "", "birth_place": "", "reason": "tanpa versi"}
    assert get(path, first, post=sent).status_code == 422
    assert contact(person)[0] == "081200000001"


def test_only_officers_of_the_region_correct_and_nobody_the_own_record(get, world, desk) -> None:
    person, _first, _second, path = desk
    asked = {
        name: get(path, world.users[name]).status_code for name in ("centre_clerk", "other_office", "citizen")
    }
    assert asked == {"centre_clerk": 403, "other_office": 404, "citizen": 403}
    Person.objects.filter(pk=person.pk).update(user=world.users["regency_office"])
    assert get(path, world.users["regency_office"]).status_code == 403


def test_a_request_is_not_granted_over_what_was_corrected_since(get, open_and_send, desk, world) -> None:
    person, first, second, path = desk
    wanted = {"phone": "081200000005", "name": "Siti Rekaan Baru"}
    asked = request_change(person, wanted, reason="pindah", actor=world.users["citizen"])
    open_and_send(path, first)(phone="081200000002", reason="lapor di loket")
    decide = reverse("people:change_decide", args=[asked.pk])

    shown = get(decide, second, post={"kabul": "1", "answer": ""})
    page = shown.content.decode()
    assert shown.status_code == 422
    assert "<strong>081200000002</strong>" in page
    assert "<strong>081200000005</strong>" in page
    assert contact(person)[0] == "081200000002"

    sent = {**fields_of(page, decide), "pilih-phone": "tersimpan"}
    assert get(decide, second, post=sent).status_code == 302
    person.refresh_from_db()
    assert (person.phone, person.name) == ("081200000002", "Siti Rekaan Baru")
    asked.refresh_from_db()
    assert asked.state == "granted"


def test_a_letterhead_a_seat_plan_and_a_link_are_compared_as_well(open_and_send, world) -> None:
    clerk, head = world.users["centre_clerk"], world.users["centre_head"]
    told = {
        "lines": "BALAI\nBANYUWANGI", "place": "Banyuwangi", "signatory": "Sri Rekaan", "signatory_post": "Kepala",
    }  # fmt: skip
    path = f"/lembaga/{world.centre.pk}/kop-surat/"
    first, second = open_and_send(path, head), open_and_send(path, head)
    assert first(**told).status_code == 302
    answer = second(**{**told, "signatory": "Budi Rekaan", "lines": "BALAI\r\nBANYUWANGI"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert fields_of(page, path)["banding"] == ["signatory"]
    assert Letterhead.objects.get(organisation=world.centre).signatory == "Sri Rekaan"

    path = f"/paket/{world.training_class.pk}/kursi/"
    plan = {
        "decree": "SK/1",
        "seats": "16",
        "kelompok-0-name": "Terbuka",
        "kelompok-0-seats": "16",
        "kelompok-0-first": "anyone",
    }
    first, second = open_and_send(path, clerk), open_and_send(path, head)
    assert first(**plan).status_code == 302
    answer = second(**{**plan, "seats": "20", "kelompok-0-seats": "20"})
    assert answer.status_code == 422
    fields = fields_of(answer.content.decode(), path)
    assert (fields["banding"], fields["kelompok-0-banding"]) == (["seats"], ["seats"])
    assert Opening.objects.get(training_class=world.training_class).seats == 16


def test_lines_of_a_plan_are_compared_by_their_place_and_none_is_lost(get, open_and_send, world) -> None:
    head = world.users["centre_head"]
    path = f"/rencana/{world.centre.pk}/2031/versi-baru/"
    channel("bootcamp", "Bootcamp")
    channel("mtu", "Pelatihan keliling")

    def line(number: int, channel: str, people: str) -> dict[str, str]:
        told = {"channel": channel, "fund": "APBN", "packages": "2", "people": people}
        return {f"baris-{number}-{name}": value for name, value in told.items()}

    assert open_and_send(path, head)(**line(0, "institutional", "32"), reason="awal tahun").status_code == 302
    first, second = open_and_send(path, head), open_and_send(path, head)
    assert (
        first(**line(0, "institutional", "48"), **line(1, "bootcamp", "16"), reason="tambah dana").status_code
        == 302
    )

    answer = second(**line(0, "institutional", "64"), **line(1, "mtu", "20"), reason="geser dana")
    fields = fields_of(answer.content.decode(), path)
    assert fields["baris-0-banding"] == ["people"]
    sent = {**fields, "baris-0-pilih-people": "saya"}
    assert get(path, head, post=sent).status_code == 302

    promised = {one.place[0]: one.people for one in target_history(world.centre, 2031)[-1].targets}
    assert promised == {"institutional": 64, "bootcamp": 16, "mtu": 20}


# Forms that are filled in beforehand from something that no two people edit.
NOT_A_RECORD = {
    "TokenForm": "the first own organisation is proposed",
    "ChoosePasswordForm": "an invitation is used by one person, once",  # pragma: allowlist secret
    "RegisterReportForm": "which month to report",
    "NewcomerForm": "a new participant; the region of the one before is proposed",
    "ClassTitleForm": "a held sheet is said once; who comes second is told that it is said",
    "CounterForm": "a new card; a known person is only added to",
    "PlaceForm": "where an upload belongs, chosen once",
    "PartyLines": "a formset of PartyForm, which is compared",
    "InterviewForm": "an interview keeps versions of its own and shows both (counselling/views/interview.py)",
    "InviteForm": "a new invitation",
    "BookingForm": "a new appointment; its key makes it one however often it is sent",
    "NominationForm": "a new nomination",
    "DecideForm": "a new decision, which says why it replaces the former",
    "CapacityForm": "one number of a time, nothing of a person",
    "PlanLines": "a formset of LineForm, tested above",
    "Groups": "a formset of GroupForm, tested above",
}


def test_every_form_filled_from_a_record_is_compared() -> None:
    root = Path(__file__).parents[2] / "src" / "titian"
    for path in root.glob("*/*forms.py"):
        import_module(f"titian.{path.parent.name}.{path.stem}")
    compared = {one.__name__ for one in _below(ComparedForm)}
    filled: dict[str, str] = {}
    for path in root.glob("*/views/*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
                continue
            if "initial" in {word.arg for word in call.keywords}:
                filled[call.func.id] = str(path.relative_to(root))
    assert {name for name in filled if name not in compared and name not in NOT_A_RECORD} == set(), filled


def _below(kind: type) -> set[type]:
    return {kind} | {one for child in kind.__subclasses__() for one in _below(child)}
