"""Coming in: by phone, at the counter, and as somebody who is on record already."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from factories import network, people
from factories.standards import DAY, education, region
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.models import Role
from titian.people import actions
from titian.people.actions import CardDetails, Visitor
from titian.people.models import (
    CardReport,
    Claim,
    Consent,
    JobSeekerCard,
    JobSeekerEvent,
    Merge,
    Needs,
    Person,
    Registration,
    ServiceLink,
)
from titian.people.queries import card_by_token, whole_nik
from titian.people.twins import records_alike

NIK = "3510041503000001"
SECRET = "kuda-lumping-77"  # pragma: allowlist secret

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    region("35.10", "Banyuwangi")
    return network.organisation("Disnaker Banyuwangi", "agency_regency", "35.10")


@pytest.fixture
def officer(office):
    return network.member(Role.REGENCY_OFFICE, office)


def told(**more):
    return {
        "name": "Rini Rekaan", "nik": NIK.replace("1503", "5503"), "no_nik_reason": "", "birth_date": date(2000, 3, 15),
        "sex": "P", "phone": "081234567890", "regency": "35.10", **more,
    }  # fmt: skip


def visitor(**more):
    return Visitor(**{
        "name": "Rini Rekaan", "sex": "P", "birth_date": date(2000, 3, 15), "birth_place": "", "nik": None,
        "no_nik_reason": "lost", "phone": "081234567890", "address": "", "regency": "35.10", "education": None,
        "consents": ["surveys"], "guardian": "", "same_as": None, **more,
    })  # fmt: skip


def details(key=None):
    return CardDetails(key or uuid4(), timezone.now() - timedelta(minutes=4), "menjahit", "", 2018, "7")


def send(key, **more):
    said = {"username": "rini", "password": SECRET, "consents": ["surveys"], "guardian": "", "language": "id"}
    return actions.send_registration(key, **{**said, **more})


def test_a_visitor_saves_step_by_step_goes_on_elsewhere_and_sends_once(acting_as, office) -> None:
    with acting_as(None):
        key = actions.save_step("", 1, told())
        assert actions.save_step(key.lower(), 2, {"address": "Jalan Melati 3", "seeing": 2}) == key
        user, known = send(key)
        again, _ = send(key)

    assert (known, again) == (False, user)
    person = Person.objects.get(user=user)
    assert (person.name, person.address, person.regency_id) == ("Rini Rekaan", "Jalan Melati 3", "35.10")
    assert Needs.objects.get(person=person).seeing == 2
    assert Consent.objects.get(person=person).purpose == "surveys"
    assert bytes(Registration.objects.get().sealed) == b""


def test_what_is_kept_before_sending_cannot_be_read_in_the_table(office) -> None:
    actions.save_step("", 1, told())

    sealed = bytes(Registration.objects.get().sealed)
    assert b"Rini" not in sealed
    assert NIK[:6].encode() not in sealed


def test_a_retried_submit_with_another_password_is_no_way_in(office) -> None:
    key = actions.save_step("", 1, told())
    send(key)

    with pytest.raises(DomainError, match="sudah dikirim"):
        send(key, password="bukan-yang-tadi-1")  # pragma: allowlist secret


def test_a_child_needs_a_guardian_by_name(acting_as, office) -> None:
    born = timezone.localdate() - timedelta(days=17 * 365)
    with acting_as(None):
        key = actions.save_step("", 1, told(birth_date=born, nik="", no_nik_reason="under_age"))
        with pytest.raises(DomainError, match="wali"):
            send(key)
        send(key, guardian="Ibu Rekaan")

    assert set(Consent.objects.values_list("purpose", "given_by")) == {
        ("guardian", "Ibu Rekaan"),
        ("surveys", "Ibu Rekaan"),
    }


def test_who_is_on_record_is_joined_by_the_code_of_an_officer_and_never_doubled(
    acting_as, office, officer
) -> None:
    centre = network.organisation("BPVP")
    known = people.person("Rini Rekaan", served_by=centre)
    digits = whole_nik(known)

    with acting_as(None):
        key = actions.save_step("", 1, told(nik=digits))
        user, on_record = send(key)
    assert on_record
    assert Person.objects.count() == 1
    with acting_as(user):
        assert not Person.objects.filter(pk=known.pk).exists()  # a claim opens nothing
        with pytest.raises(DomainError, match="Kode tidak berlaku"):
            actions.join(user, "SALAHKODE")
    with acting_as(officer):
        code = actions.hand_out_code(Claim.objects.get(), actor=officer)
    with acting_as(network.user()), pytest.raises(DomainError):
        actions.join(user, code)  # another account with the same code
    with acting_as(user):
        assert actions.join(user, f"{code[:4]}-{code[4:].lower()}") == known.pk
        assert Person.objects.get().user == user


def test_five_wrong_codes_end_the_code(acting_as, office, officer) -> None:
    known = people.person("Rini Rekaan", served_by=office)
    user = network.user()
    asked = Claim.objects.create(
        user=user, person=known, made_at=timezone.now(), name_agrees=True, birth_agrees=True
    )
    code = actions.hand_out_code(asked, actor=officer)
    with acting_as(user):
        for _try in range(5):
            with pytest.raises(DomainError):
                actions.join(user, "WRONGCOD")
        with pytest.raises(DomainError):
            actions.join(user, code)


def test_the_counter_ends_in_one_card_with_four_boxes_however_often_it_is_sent(
    acting_as, office, officer
) -> None:
    said = details()
    with acting_as(officer):
        card = actions.serve_at_counter(visitor(), office, said, actor=officer)
        again = actions.serve_at_counter(visitor(), office, said, actor=officer)

    assert card == again
    assert (Person.objects.count(), JobSeekerCard.objects.count()) == (1, 1)
    assert JobSeekerEvent.objects.get().kind == "registered"
    boxes = list(CardReport.objects.order_by("due_on").values_list("due_on", flat=True))
    assert len(boxes) == 4
    assert boxes[-1] == card.valid_until
    assert (card.valid_until - card.issued_on).days in (730, 731)


def test_a_person_of_a_roster_is_found_by_number_and_linked(acting_as, office, officer) -> None:
    known = people.person("Rini Rekaan", served_by=network.organisation("BPVP"), regency="51.03")
    with acting_as(officer):
        assert not Person.objects.filter(pk=known.pk).exists()
        card = actions.serve_at_counter(
            visitor(nik=whole_nik(known), birth_date=known.birth_date), office, details(), actor=officer
        )
        assert card.person_id == known.pk
    assert ServiceLink.objects.filter(person=known, organisation=office).exists()
    assert Entry.objects.filter(verb="recognise", subject_id=known.pk).exists()


def test_a_known_number_with_another_name_is_refused(acting_as, office, officer) -> None:
    known = people.person("Bambang Rekaan", served_by=network.organisation("BPVP"))
    with acting_as(officer), pytest.raises(DomainError, match="atas nama lain"):
        actions.serve_at_counter(visitor(nik=whole_nik(known)), office, details(), actor=officer)


def test_without_a_number_likely_duplicates_come_with_their_evidence(acting_as, office, officer) -> None:
    known = people.person("Rini Rekaan", served_by=network.organisation("BPVP"), phone="081234567809")
    Person.objects.filter(pk=known.pk).update(birth_date=date(2000, 3, 15), sex="P")
    people.person("Joko Lain", served_by=office)
    one = actions.counter.described(visitor())
    with acting_as(officer):
        [found] = records_alike(one)
        assert found.person_id == known.pk
        assert "tanggal lahir sama" in found.evidence
        assert "telepon beda satu angka" in found.evidence
        card = actions.serve_at_counter(visitor(same_as=known.pk), office, details(), actor=officer)
    assert card.person_id == known.pk


def test_nobody_is_opened_by_calling_a_stranger_the_same(acting_as, office, officer) -> None:
    stranger = people.person("Made Rekaan", served_by=network.organisation("BPVP Denpasar"), regency="51.03")
    with acting_as(officer), pytest.raises(DomainError, match="tidak mirip"):
        actions.serve_at_counter(visitor(same_as=stranger.pk), office, details(), actor=officer)
    unknown = "3510045503000009"
    with acting_as(officer), pytest.raises(DomainError, match="tidak mirip"):
        actions.serve_at_counter(visitor(nik=unknown, same_as=stranger.pk), office, details(), actor=officer)


def test_who_scans_a_card_learns_little(acting_as, office, officer) -> None:
    with acting_as(officer):
        card = actions.serve_at_counter(visitor(), office, details(), actor=officer)
    with acting_as(None):
        shown = card_by_token(card.token)
        assert card_by_token("tidak-ada") is None
    assert (shown.name, shown.number) == ("R... R...", 1)


def test_boxes_are_ticked_in_turn_and_the_register_is_left_once(acting_as, office, officer) -> None:
    with acting_as(officer):
        card = actions.serve_at_counter(visitor(), office, details(), actor=officer)
        assert actions.note_report(card, actor=officer).reported_on == timezone.localdate()
        with pytest.raises(DomainError, match="mendahului"):
            actions.end_job_seeking(card.person, "placed", DAY, reason="", actor=officer)
        actions.end_job_seeking(card.person, "placed", timezone.localdate(), reason="", actor=officer)
        with pytest.raises(DomainError, match="tidak tercatat"):
            actions.end_job_seeking(
                card.person, "removed", timezone.localdate(), reason="pindah", actor=officer
            )


def test_a_merge_moves_everything_and_its_undoing_gives_all_of_it_back(acting_as, office, officer) -> None:
    kept, joined = people.person("Siti A", served_by=office), people.person("Siti Aminah", served_by=office)
    Person.objects.filter(pk=kept.pk).update(
        nik_hash=None, nik_cipher=None, nik_key_version=None, no_nik_reason="lost"
    )
    digits = whole_nik(joined)
    enrolled = people.enrolment(people.training_class(), joined)
    account = network.user()
    Person.objects.filter(pk=joined.pk).update(user=account)

    with acting_as(officer):
        done = actions.merge(
            kept.pk, joined.pk, evidence=["nama mirip"], reason="KTP diperiksa", actor=officer
        )
        assert [p.pk for p in Person.objects.visible_to(officer)] == [kept.pk]
    enrolled.refresh_from_db()
    kept.refresh_from_db()
    assert (enrolled.person_id, whole_nik(kept), kept.user_id) == (kept.pk, digits, account.pk)

    with acting_as(officer):
        actions.undo_merge(Merge.objects.get(pk=done.pk), reason="ternyata adik", actor=officer)
    for row in (enrolled, kept, joined):
        row.refresh_from_db()
    assert (enrolled.person_id, whole_nik(kept), whole_nik(joined)) == (joined.pk, None, digits)
    assert (kept.user_id, joined.user_id, joined.merged_into_id) == (None, account.pk, None)


def test_two_numbers_are_two_people(acting_as, office, officer) -> None:
    one, other = people.person(served_by=office), people.person(served_by=office)
    with acting_as(officer), pytest.raises(DomainError, match="NIK yang berbeda"):
        actions.merge(one.pk, other.pk, evidence=[], reason="nama mirip sekali", actor=officer)


def test_a_change_is_asked_shown_and_decided_by_another_officer_of_the_region(
    acting_as, office, officer
) -> None:
    citizen = network.user()
    person = people.person("Siti Rekan", served_by=office, user=citizen)
    person.education = education()
    with acting_as(citizen):
        asked = actions.request_change(person, {"name": "Siti Rekaan"}, reason="salah ketik", actor=citizen)
        with pytest.raises(DomainError):
            actions.decide_change(asked, granted=True, answer="", actor=citizen)
    assert (asked.before, asked.after) == ({"name": "Siti Rekan"}, {"name": "Siti Rekaan"})
    far = network.member(
        Role.REGENCY_OFFICE, network.organisation("Disnaker Badung", "agency_regency", "51.03")
    )
    with acting_as(far):
        assert not type(asked).objects.filter(pk=asked.pk).exists()
    with acting_as(officer):
        actions.decide_change(asked, granted=True, answer="sesuai KTP", actor=officer)
    person.refresh_from_db()
    assert (person.name, person.name_key) == ("Siti Rekaan", "sitirekaan")


def test_consent_ends_at_once_and_keeps_the_text_it_was_given_to(office, officer) -> None:
    person = people.person(served_by=office)
    given = actions.give_consent(person, "employers", given_by="", actor=officer)
    assert actions.give_consent(person, "employers", given_by="", actor=officer) == given
    actions.withdraw_consent(person, "employers", actor=officer)
    given.refresh_from_db()
    assert given.withdrawn_at
    assert given.text_version == "2026-11"


def test_the_officer_for_data_protection_sees_the_request_and_not_the_person(acting_as, office) -> None:
    citizen = network.user()
    person = people.person(served_by=office, user=citizen)
    guard = network.member(Role.DATA_PROTECTION, network.organisation("Ditjen", "directorate_general", "31"))
    with acting_as(citizen):
        asked = actions.request_deletion(person, reason="tidak perlu lagi", actor=citizen)
        with pytest.raises(DomainError):
            actions.decide_deletion(asked, granted=True, answer="", actor=citizen)
    assert asked.due_at - asked.asked_at == timedelta(hours=72)
    with acting_as(guard):
        assert not Person.objects.exists()
        actions.decide_deletion(
            type(asked).objects.get(), granted=False, answer="masa simpan belum berakhir", actor=guard
        )
