"""What the screens of counselling show, do and refuse, under the serving role."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import people
from factories.counselling import ENOUGH, counselled, counselling_office, decided, heard, slot
from factories.front_door import card
from titian.counselling.actions.invite import invite
from titian.counselling.actions.queue import call_next, take_ticket
from titian.counselling.models import Appointment, Decision, DecisionRoute, InterviewVersion, Slot
from titian.journal.models import Look
from titian.people.models import JobSeekerEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return counselling_office()


def text(answer) -> str:
    return answer.content.decode()


def registered(desk, days: int):
    person = people.person()
    JobSeekerEvent.objects.create(
        person=person, office=desk.office, kind="registered", on=timezone.localdate() - timedelta(days=days),
        age=30, sex="L",
    )  # fmt: skip
    return person


def answers(**more) -> dict[str, object]:
    said = {**ENOUGH, **more}
    return {**said, **{f"{code}_source": "said" for code in said}, "key": uuid4()}


def chosen(**more) -> dict[str, object]:
    return {
        "key": uuid4(), "training-chosen": "on", "training-reason": "Ingin belajar las dari dasar",
        "training-step": "Mendaftar kelas las", "training-step_owner": "person",
        "training-due_on": (timezone.localdate() + timedelta(days=30)).isoformat(), **more,
    }  # fmt: skip


def test_a_citizen_is_counselled_from_the_caseload_to_the_plan(desk, ask):
    person = registered(desk, 40)
    listed = text(ask("/konseling/", desk.officer))
    assert person.name in listed
    assert "terdaftar, belum diwawancarai" in listed
    opened = ask("/konseling/berikutnya/?alasan=unheard", desk.officer)
    assert opened.url == f"/konseling/orang/{person.pk}/?alasan=unheard"
    begun = ask(f"/konseling/orang/{person.pk}/wawancara/", desk.officer, {})
    address = begun.redirect_chain[-1][0]
    saved = ask(address, desk.officer, {**answers(), "base": 0, "selesai": "1"})
    assert "Wawancara tersimpan sebagai versi 1" in text(saved)
    asked = text(ask(f"/konseling/orang/{person.pk}/putuskan/", desk.officer))
    assert "terlalu sedikit" not in asked
    assert "95 persen" not in asked
    compared = text(ask(f"/konseling/orang/{person.pk}/putuskan/", desk.officer, chosen()))
    assert compared.count("terlalu sedikit untuk disimpulkan") == 15
    made = Decision.objects.get()
    kept = ask(f"/konseling/keputusan/{made.pk}/", desk.officer, {"tetap": "1", "reason": ""})
    assert "Pilihan dan alasannya disimpan" in text(kept)
    plan = ask(f"/konseling/keputusan/{made.pk}/rencana.pdf", desk.officer)
    assert plan.content.startswith(b"%PDF")
    assert Look.objects.filter(person_id=person.pk, what="interview").count() == 1
    assert person.name not in text(ask("/konseling/?alasan=unheard", desk.officer))


def test_a_refused_decision_says_why_and_keeps_what_was_written(desk, ask):
    heard(desk)
    answer = ask(
        f"/konseling/orang/{desk.person.pk}/putuskan/", desk.officer, chosen(**{"training-reason": "ya"})
    )
    assert answer.status_code == 422
    assert "Tulis alasannya, paling sedikit 10 huruf" in text(answer)
    assert "Mendaftar kelas las" in text(answer)
    without_day = ask(
        f"/konseling/orang/{desk.person.pk}/putuskan/", desk.officer, chosen(**{"training-due_on": ""})
    )
    assert "Isi batas waktu langkah berikut" in text(without_day)


def test_a_relative_is_refused_on_the_screen(desk, ask):
    heard(desk)
    ask(f"/konseling/orang/{desk.person.pk}/kerabat/", desk.officer, {"kind": "sibling"})
    refused = ask(f"/konseling/orang/{desk.person.pk}/putuskan/", desk.officer, chosen())
    assert refused.status_code == 422
    assert "kerabat (saudara kandung), jadi rekan Anda yang memutuskan" in text(refused)
    assert not Decision.objects.exists()


def test_the_caseload_tells_every_reason_most_harmful_first_and_filters_by_address(desk, ask):
    made = decided(desk)
    DecisionRoute.objects.update(due_on=timezone.localdate() - timedelta(days=3))
    absent, unheard = people.person(), registered(desk, 9)
    missed = invite(slot(desk.office), absent, key=uuid4(), purpose="", actor=desk.officer)
    Slot.objects.update(starts_at=timezone.now() - timedelta(days=2))
    Appointment.objects.filter(pk=missed.pk).update(state="no_show")
    page = text(ask("/konseling/", desk.officer))
    places = [page.index(f">{one.name}<") for one in (made.person, absent, unheard)]
    assert places == sorted(places)
    assert "Janji kepada orangnya tidak ditepati" in page
    only = text(ask("/konseling/?alasan=no_show", desk.officer))
    assert absent.name in only
    assert f">{unheard.name}<" not in only
    done = ask(
        f"/konseling/langkah/{made.routes.get().pk}/",
        desk.officer,
        {"note": "Sudah terdaftar", "dari": "overdue"},
    )
    assert done.redirect_chain[0][0] == "/konseling/berikutnya/?alasan=overdue"
    assert "Tidak ada lagi yang menunggu" in text(done)


def test_the_caseload_asks_at_most_twelve_statements_for_one_row_as_for_thirty(desk):
    client = Client()
    client.force_login(desk.officer)
    costs = []
    for many in (1, 30):
        for days in range(many):
            registered(desk, days)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE titian_app")
            client.get("/konseling/")
            with CaptureQueriesContext(connection) as captured:
                answer = client.get("/konseling/")
            cursor.execute("RESET ROLE")
        told = [one["sql"] for one in captured.captured_queries]
        costs.append(len([one for one in told if not one.startswith(("SAVEPOINT", "RELEASE"))]))
    assert 'rel="next"' in text(answer)
    assert costs[0] == costs[1] <= 12, told


def test_another_office_and_other_roles_open_nothing(desk, ask):
    known = counselled(desk.person, desk.officer)
    stranger = counselling_office("51.03")
    addresses = [
        f"/konseling/orang/{desk.person.pk}/", f"/konseling/wawancara/{known['interview_id']}/",
        f"/konseling/keputusan/{known['decision_id']}/", f"/konseling/keputusan/{known['decision_id']}/rencana.pdf",
        f"/konseling/benturan/{known['version_id']}/", f"/konseling/jadwal/{known['slot_id']}/",
    ]  # fmt: skip
    for address in addresses:
        assert ask(address, stranger.officer).status_code == 404, address
        assert ask(address).status_code == 302, address
    assert ask("/konseling/", desk.person.user).status_code == 403
    assert ask(addresses[3], desk.person.user).status_code == 200
    assert ask(addresses[3], stranger.person.user).status_code == 404


def test_the_person_sees_appointment_and_decision_and_answers(desk, ask):
    decided(desk)
    made = invite(slot(desk.office), desk.person, key=uuid4(), purpose="", actor=desk.officer)
    mine = text(ask("/konseling-saya/", desk.person.user))
    assert "Ingin belajar las dari dasar" in mine
    ask(f"/konseling-saya/janji/{made.pk}/", desk.person.user, {"jawaban": "datang"})
    made.refresh_from_db()
    assert made.state == "confirmed"
    stranger = counselling_office("51.03")
    assert ask(f"/konseling-saya/janji/{made.pk}/", stranger.person.user, {}).status_code == 404
    told = text(ask("/data-saya/unduh.json", desk.person.user))
    assert "Ingin belajar las dari dasar" in told
    line = text(ask(f"/orang/{desk.person.pk}/", desk.officer))
    assert "Jalur dipilih: pelatihan" in line


def test_the_waiting_room_shows_numbers_and_no_name(desk, ask):
    made = invite(slot(desk.office, hours=1), desk.person, key=uuid4(), purpose="", actor=desk.officer)
    Slot.objects.update(starts_at=timezone.now())
    take_ticket(desk.office, key=uuid4(), actor=desk.officer, appointment=made)
    call_next(desk.office, "2", actor=desk.officer)
    page = text(ask(f"/antrean/{desk.office.pk}/"))
    assert "A001" in page
    assert "loket 2" in page
    assert desk.person.name not in page


def test_a_walk_in_is_known_by_the_card_on_the_desk(desk, ask):
    card(desk.person, desk.officer)
    ticket = take_ticket(desk.office, key=uuid4(), actor=desk.officer)
    call_next(desk.office, "2", actor=desk.officer)
    wrong = ask(f"/konseling/antrean/{ticket.pk}/", desk.officer, {"kartu": "99"})
    assert "Tidak ada kartu AK/I dinas ini dengan nomor itu" in text(wrong)
    page = text(ask(f"/konseling/antrean/{ticket.pk}/", desk.officer, {"kartu": "00001/2026"}))
    assert f'/konseling/orang/{desk.person.pk}/">{desk.person.name}' in page


def sent(ask, desk, interview, **more):
    body = {
        "key": str(uuid4()), "base": 1, "written_at": timezone.now().isoformat(),
        "answers": {"skills": {"value": "las", "source": "said"}}, **more,
    }  # fmt: skip
    return ask(
        f"/konseling/wawancara/{interview.pk}/kirim/", more.pop("user", desk.officer), body,
        content_type="application/json",
    )  # fmt: skip


def test_a_device_sends_twice_and_makes_one_version(desk, ask):
    interview, _version = heard(desk)
    key = str(uuid4())
    assert [sent(ask, desk, interview, key=key).json()["number"] for _turn in range(3)] == [2, 2, 2]
    assert InterviewVersion.objects.count() == 2
    late = sent(ask, desk, interview, answers={"skills": {"value": "listrik", "source": "said"}})
    assert late.json()["state"] == "conflicting"
    waiting = InterviewVersion.objects.get(state="conflicting")
    both = text(ask(f"/konseling/benturan/{waiting.pk}/", desk.colleague))
    assert "<strong>las</strong>" in both
    assert "<strong>listrik</strong>" in both
    ask(f"/konseling/benturan/{waiting.pk}/", desk.colleague, {"dilihat": 2, "skills": "other"})
    assert InterviewVersion.objects.get(state="current") == waiting


@pytest.mark.parametrize("broken", [{"answers": "x"}, {"key": "x"}, {"base": -1}, {"written_at": "kemarin"}])
def test_a_sending_that_cannot_be_read_is_refused_and_nothing_is_written(desk, ask, broken):
    interview, _version = heard(desk)
    assert sent(ask, desk, interview, **broken).status_code == 400
    refused = sent(ask, desk, interview, answers={"gaji": {"value": "1", "source": "said"}})
    assert refused.status_code == 422
    assert InterviewVersion.objects.count() == 1


def booking(slot_id: int, **more) -> dict[str, object]:
    return {"key": uuid4(), "slot": slot_id, "purpose": "Ingin belajar las", **more}


def test_a_citizen_books_changes_and_cancels_alone_and_the_officer_sees_it(desk, ask):
    """Under the policies: the place another holds is not seen, and yet not given again."""
    first, second = slot(desk.office), slot(desk.office, hours=72)
    other = people.person(regency="35.10")
    invite(first, other, key=uuid4(), purpose="", actor=desk.officer)
    citizen = desk.person.user
    offered = text(ask("/konseling-saya/pesan/", citizen))
    assert "1 tempat lagi" in offered
    assert other.name not in offered
    told = text(ask("/konseling-saya/pesan/", citizen, booking(first.pk)))
    assert "Janji Anda tercatat" in told
    made = Appointment.objects.get(person=desk.person)
    assert (made.seat, made.state, made.office) == (2, "confirmed", desk.office)
    seen = text(ask(f"/konseling/jadwal/{first.pk}/", desk.officer))
    assert "dipesan sendiri" in seen
    assert "Ingin belajar las" in seen
    assert "masih mempunyai janji" in text(ask("/konseling-saya/pesan/", citizen, booking(second.pk)))
    path = f"/konseling-saya/janji/{made.pk}/ubah/"
    ask(path, citizen, booking(second.pk))
    later = Appointment.objects.get(person=desk.person, state="confirmed")
    assert (later.slot, later.purpose) == (second, "Ingin belajar las")
    assert ask(path, citizen).status_code == 404  # the former one is over
    ask(f"/konseling-saya/janji/{later.pk}/", citizen, {"jawaban": "batal"})
    assert not Appointment.objects.filter(person=desk.person).exclude(state="cancelled").exists()
    assert "Anda sudah 2 kali" in text(ask("/konseling-saya/pesan/", citizen))
    ask("/konseling-saya/pesan/", citizen, booking(first.pk))
    last = Appointment.objects.get(person=desk.person, state="confirmed")
    ask(f"/konseling-saya/janji/{last.pk}/", citizen, {"jawaban": "batal"})
    answer = ask("/konseling-saya/pesan/", citizen, booking(second.pk))
    assert answer.status_code == 422
    assert "Memesan sendiri dapat lagi mulai" in text(answer)


def test_nobody_changes_the_appointment_of_another_or_books_in_another_regency(desk, ask):
    away = counselling_office("51.03")
    theirs = invite(slot(away.office), away.person, key=uuid4(), purpose="", actor=away.officer)
    assert ask(f"/konseling-saya/janji/{theirs.pk}/ubah/", desk.person.user).status_code == 404
    assert ask(f"/konseling-saya/janji/{theirs.pk}/ubah/", desk.officer).status_code == 404
    assert ask("/konseling-saya/pesan/", desk.officer).status_code == 404
    answer = ask("/konseling-saya/pesan/", desk.person.user, booking(theirs.slot_id))
    assert answer.status_code == 422
    assert "tempat tinggal Anda" in text(answer)
    assert Appointment.objects.count() == 1
