"""Results and work of a whole class in one form: each row for itself, nobody overwrites unseen."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from factories import people
from factories.standards import job_status
from page_forms import fields_of
from titian.certification.models import CompetencyCertificate, Verdict
from titian.certification.queries import results_of
from titian.people.models import EmploymentSpell
from titian.placement.models import OutcomeReport, StatusRound
from titian.placement.queries import outcomes_of
from titian.portal.entry_forms import OutcomeRowForm, ResultRowForm
from titian.protection.models import Cover
from titian.training.models import Enrolment, TrainingCertificate

SCAFFOLD = re.compile(r"SAVEPOINT|RELEASE|SELECT set_config|SELECT coalesce\(current_setting")


def grid(training_class) -> str:
    return f"/paket/{training_class.pk}/hasil/"


def work(training_class) -> str:
    return f"/paket/{training_class.pk}/status-kerja/"


def result_fields(training_class, user, **changes) -> dict[str, str]:
    """Return the form of results as the page shows it; `changes` by enrolment: p12={"passed": "ya"}."""
    fields: dict[str, str] = {}
    for line in results_of(training_class, user):
        prefix = f"p{line.enrolment.pk}"
        filled = ResultRowForm.filled(line.result)
        shown = {**filled, "versi": ResultRowForm(initial=filled).version, **changes.get(prefix, {})}
        fields |= {f"{prefix}-{name}": value for name, value in shown.items()}
    return fields


def outcome_fields(training_class, user, **changes) -> dict[str, str]:
    fields = {"informed_on": "2023-02-10", "means": "phone", **changes.pop("asked", {})}
    for line in outcomes_of(training_class, user):
        prefix = f"p{line.enrolment.pk}"
        filled = line.outcome._asdict()
        version = OutcomeRowForm(initial=filled, statuses=[]).version
        shown = {**filled, "versi": version, **changes.get(prefix, {})}
        fields |= {f"{prefix}-{name}": str("" if value is None else value) for name, value in shown.items()}
    return fields


@pytest.fixture
def lesson(world):
    """A class of three people of whom nothing is known yet."""
    job_status("not_working", "Tidak bekerja")
    job_status("employee", "Karyawan")
    made = people.training_class(world.centre, name="Barista")
    for number in (1, 2, 3):
        Enrolment.objects.create(
            training_class=made, person=people.person(served_by=world.centre), number_in_class=number
        )
    return made


def places(training_class) -> list[Enrolment]:
    return list(Enrolment.objects.filter(training_class=training_class).order_by("number_in_class"))


FULL = {
    "passed": "ya", "certificate_number": "S/1", "competent": "K", "competency_number": "BNSP/1",
    "member_number": "2201",
}  # fmt: skip


def test_a_result_is_written_in_every_station(get, world, lesson) -> None:
    clerk = world.users["centre_clerk"]
    first = places(lesson)[0]

    answer = get(grid(lesson), clerk, post=result_fields(lesson, clerk, **{f"p{first.pk}": FULL}))

    first.refresh_from_db()
    assert answer.status_code == 302
    assert (first.passed, first.result_on) == (True, lesson.ends_on)
    assert TrainingCertificate.objects.get(enrolment=first).number == "S/1"
    assert CompetencyCertificate.objects.get(verdict__enrolment=first).number == "BNSP/1"
    assert Cover.objects.get(person=first.person, training_class=lesson).member_number == "2201"


def test_only_rows_that_changed_are_written(get, world, lesson) -> None:
    clerk = world.users["centre_clerk"]
    first, second, _third = places(lesson)
    get(grid(lesson), clerk, post=result_fields(lesson, clerk, **{f"p{first.pk}": FULL}))
    history = apps.get_model("training", "EnrolmentEvent").objects
    before = history.count()

    words = result_fields(lesson, clerk, **{f"p{second.pk}": {"passed": "tidak"}})
    get(grid(lesson), clerk, post=words)
    get(grid(lesson), clerk, post=words)

    assert history.count() == before + 1
    assert TrainingCertificate.objects.get(enrolment=first).number == "S/1"


def test_what_a_result_does_not_state_is_kept(get, world) -> None:
    clerk = world.users["centre_clerk"]
    place = Enrolment.objects.get(person=world.person)
    Enrolment.objects.filter(pk=place.pk).update(note="pindahan", number_in_class=7)
    cover = Cover.objects.get(person=world.person)

    words = result_fields(world.training_class, clerk, **{f"p{place.pk}": {"competent": "BK"}})
    get(grid(world.training_class), clerk, post=words)

    place.refresh_from_db()
    assert (place.note, place.number_in_class, place.passed, place.source_id is None) == (
        "pindahan", 7, True, False,
    )  # fmt: skip
    assert Verdict.objects.get(enrolment=place).competent is False
    assert Cover.objects.get(person=world.person).updated_at == cover.updated_at


def test_a_refused_row_holds_up_no_other(get, world, lesson) -> None:
    clerk = world.users["centre_clerk"]
    first, second, third = places(lesson)
    taken = TrainingCertificate.objects.get(enrolment__person=world.person).number
    words = result_fields(
        lesson,
        clerk,
        **{
            f"p{first.pk}": {"passed": "ya", "certificate_number": taken},
            f"p{second.pk}": {"certificate_number": "S/2"},
            f"p{third.pk}": {"passed": "ya", "certificate_number": "S/3"},
        },
    )

    answer = get(grid(lesson), clerk, post=words)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Nomor ini sudah dipakai peserta lain" in page
    assert "Sertifikat pelatihan hanya untuk peserta yang lulus" in page
    assert "2 baris belum disimpan" in page
    assert f'value="{taken}"' in page
    assert [place.passed for place in places(lesson)] == [None, None, True]


def test_two_may_change_their_numbers_in_one_go(get, world, lesson) -> None:
    clerk = world.users["centre_clerk"]
    first, second, _third = places(lesson)
    numbers = {first.pk: "S/1", second.pk: "S/2"}

    def state(numbers: dict[int, str]) -> None:
        rows = {f"p{pk}": {"passed": "ya", "certificate_number": number} for pk, number in numbers.items()}
        get(grid(lesson), clerk, post=result_fields(lesson, clerk, **rows))

    state(numbers)
    state({first.pk: "S/2", second.pk: "S/1"})

    assert dict(TrainingCertificate.objects.filter(enrolment__training_class=lesson).values_list(
        "enrolment", "number"
    )) == {first.pk: "S/2", second.pk: "S/1"}  # fmt: skip


def test_the_second_officer_is_told_and_sees_both(get, world, lesson) -> None:
    clerk, head = world.users["centre_clerk"], world.users["centre_head"]
    first, second, _third = places(lesson)
    mine = {f"p{first.pk}": {"passed": "tidak"}, f"p{second.pk}": {"passed": "ya"}}
    of_head = result_fields(lesson, head, **mine)
    get(grid(lesson), clerk, post=result_fields(lesson, clerk, **{f"p{first.pk}": FULL}))

    answer = get(grid(lesson), head, post=of_head)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Orang lain menyimpan catatan ini sementara Anda mengisi" in page
    for theirs in ("lulus", "S/1", "kompeten (K)", "BNSP/1", "2201"):
        assert f"<strong>{theirs}</strong>" in page
    assert [place.passed for place in places(lesson)] == [True, True, None]

    sent = fields_of(page, grid(lesson))
    get(grid(lesson), head, post={**sent, f"p{first.pk}-pilih": "saya"})
    assert [place.passed for place in places(lesson)] == [False, True, None]


def test_an_instructor_states_results_but_reports_no_work(get, world, lesson) -> None:
    instructor = world.users["instructor"]
    first = places(lesson)[0]

    words = result_fields(lesson, instructor, **{f"p{first.pk}": {"passed": "ya"}})
    assert get(grid(lesson), instructor, post=words).status_code == 302
    assert places(lesson)[0].passed is True
    assert get(work(lesson), instructor).status_code == 403


@pytest.mark.parametrize(
    ("role", "status"),
    [("regency_office", 403), ("provincial_office", 403), ("national_planner", 403), ("other_clerk", 404)],
)
def test_offices_read_and_strangers_see_nothing(get, world, role: str, status: int) -> None:
    user = world.users[role]

    assert get(grid(world.training_class), user).status_code == status
    assert get(work(world.training_class), user, post={"means": "phone"}).status_code == status


def test_work_is_reported_with_date_and_means_once_for_all(get, world, lesson) -> None:
    clerk = world.users["centre_clerk"]
    first, second, _third = places(lesson)
    words = outcome_fields(
        lesson,
        clerk,
        **{
            f"p{first.pk}": {
                "status": "employee", "employer_name": "PT Kopi", "job_title": "Barista",
                "starts_on": "2022-11-01", "monthly_wage": "Rp 2.500.000",
            },
            f"p{second.pk}": {"status": "not_working"},
        },
    )  # fmt: skip

    answer = get(work(lesson), clerk, post=words)
    get(work(lesson), clerk, post=words)

    asked = StatusRound.objects.get()
    reports = {report.enrolment_id: report for report in OutcomeReport.objects.filter(round=asked)}
    assert answer.status_code == 302
    assert (asked.informed_on, asked.means, asked.recorded_by) == (date(2023, 2, 10), "phone", clerk)
    assert {pk: report.status_id for pk, report in reports.items()} == {
        first.pk: "employee",
        second.pk: "not_working",
    }
    spell = reports[first.pk].spell
    assert (spell.employer_name, spell.starts_on, spell.monthly_wage, spell.reported_on) == (
        "PT Kopi", date(2022, 11, 1), 2_500_000, date(2023, 2, 10),
    )  # fmt: skip
    assert reports[second.pk].spell is None
    page = get(f"/paket/{lesson.pk}/?bagian=penempatan", clerk).content.decode()
    assert "telepon, Petugas Balai" in page


def test_another_work_leaves_the_former_with_its_dates(get, world) -> None:
    clerk = world.users["centre_clerk"]
    place = Enrolment.objects.get(person=world.person)
    new = {"status": "employee", "employer_name": "PT Baru", "starts_on": "2023-01-05"}
    words = outcome_fields(world.training_class, clerk, **{f"p{place.pk}": new})

    get(work(world.training_class), clerk, post=words)

    spells = EmploymentSpell.objects.filter(person=world.person).order_by("starts_on")
    assert [(spell.employer_name, spell.starts_on, spell.ends_on) for spell in spells] == [
        ("Bengkel Maju", date(2022, 6, 1), None),
        ("PT Baru", date(2023, 1, 5), None),
    ]
    assert OutcomeReport.objects.get(enrolment=place).spell == spells[1]


def test_more_of_the_same_work_is_told_to_its_spell(get, world) -> None:
    clerk = world.users["centre_clerk"]
    place = Enrolment.objects.get(person=world.person)
    words = outcome_fields(world.training_class, clerk, **{f"p{place.pk}": {"monthly_wage": "3000000"}})

    get(work(world.training_class), clerk, post=words)

    spell = EmploymentSpell.objects.get(person=world.person)
    assert (spell.monthly_wage, spell.starts_on) == (3_000_000, date(2022, 6, 1))
    former = apps.get_model("people", "EmploymentSpellEvent").objects.filter(pgh_obj_id=spell.pk)
    assert sorted(former.values_list("monthly_wage", flat=True)) == [2_500_000, 3_000_000]


def test_who_lost_work_keeps_the_work_there_was(get, world) -> None:
    clerk = world.users["centre_clerk"]
    job_status("not_working", "Tidak bekerja")
    place = Enrolment.objects.get(person=world.person)
    idle = {"status": "not_working", "employer_name": "", "starts_on": "", "monthly_wage": ""}

    get(
        work(world.training_class),
        clerk,
        post=outcome_fields(world.training_class, clerk, **{f"p{place.pk}": idle}),
    )

    assert OutcomeReport.objects.get(enrolment=place).status_id == "not_working"
    assert EmploymentSpell.objects.get(person=world.person).starts_on == date(2022, 6, 1)


def test_what_was_verified_is_not_overwritten(get, world) -> None:
    clerk = world.users["centre_clerk"]
    place = Enrolment.objects.get(person=world.person)
    OutcomeReport.objects.filter(enrolment=place).update(evidence="verified")
    words = outcome_fields(world.training_class, clerk, **{f"p{place.pk}": {"employer_name": "PT Lain"}})

    get(work(world.training_class), clerk, post=words)

    assert OutcomeReport.objects.get(enrolment=place).spell.employer_name == "Bengkel Maju"
    assert "Sudah terverifikasi" in get(work(world.training_class), clerk).content.decode()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"informed_on": "2199-01-01"}, "belum tiba"),
        ({"informed_on": "2021-01-01"}, "mendahului awal pelatihan"),
        ({"means": ""}, "error"),
    ],
)
def test_without_a_possible_date_and_means_nothing_is_written(get, world, lesson, asked, sentence) -> None:
    clerk = world.users["centre_clerk"]
    first = places(lesson)[0]
    words = outcome_fields(lesson, clerk, asked=asked, **{f"p{first.pk}": {"status": "not_working"}})

    answer = get(work(lesson), clerk, post=words)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert '<option value="not_working" selected>' in answer.content.decode()
    assert not StatusRound.objects.exists()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"employer_name": "PT Kopi"}, "Pilih status kerjanya"),
        ({"status": "not_working", "employer_name": "PT Kopi"}, "Statusnya tidak bekerja, tetapi ada isian"),
        ({"status": "employee", "starts_on": "2023-03-01"}, "sesudah tanggal informasi"),
        ({"status": "employee", "monthly_wage": "dua juta"}, "Upah ini tidak dapat dibaca"),
    ],
)
def test_a_report_that_cannot_be_is_refused_in_its_place(get, world, lesson, row, sentence: str) -> None:
    clerk = world.users["centre_clerk"]
    first, second, _third = places(lesson)
    words = outcome_fields(lesson, clerk, **{f"p{first.pk}": row, f"p{second.pk}": {"status": "not_working"}})

    answer = get(work(lesson), clerk, post=words)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert list(OutcomeReport.objects.filter(enrolment__training_class=lesson).values_list("enrolment")) == [
        (second.pk,)
    ]


@pytest.mark.parametrize("page", ["hasil/", "status-kerja/", "peserta/tambah/", "", "?bagian=penempatan"])
def test_a_form_costs_the_same_for_one_and_for_three(world, lesson, page: str) -> None:
    lonely = people.training_class(world.centre, name="Menjahit")
    Enrolment.objects.create(training_class=lonely, person=people.person(served_by=world.centre))
    client = Client()
    client.force_login(world.users["centre_clerk"])

    def cost(training_class) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/paket/{training_class.pk}/{page}").status_code == 200
        return len([query for query in asked if not SCAFFOLD.match(query["sql"])])

    assert cost(lonely) == cost(lesson) <= 15


@pytest.mark.parametrize("kind", ["kosong", "peserta", "sertifikat"])
def test_a_class_gives_its_documents_with_masked_numbers(get, world, kind: str) -> None:
    answer = get(f"/paket/{world.training_class.pk}/berkas/{kind}.xlsx", world.users["centre_clerk"])

    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"
