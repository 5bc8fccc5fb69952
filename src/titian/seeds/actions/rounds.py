"""Rounds of admission at a centre other than the evaluated one: one open today, one from the call to a refill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeVar

from django.utils import timezone

from titian.accounts.models import User
from titian.accounts.queries import user_named
from titian.admissions.actions.apply import Answers, submit_application
from titian.admissions.actions.confirm import confirm_result
from titian.admissions.actions.departures import ask_departure, propose_departure
from titian.admissions.actions.draw_lottery import type_dice
from titian.admissions.actions.hand_out_beds import hand_out_beds
from titian.admissions.actions.judge import check_documents, rate
from titian.admissions.actions.offers import accept_offer, decline_offer
from titian.admissions.actions.rounds import Call, abort_round, close_round, open_round, prepare_round
from titian.admissions.actions.run_rule import propose_result
from titian.admissions.actions.weigh import weigh_departure
from titian.admissions.models import (
    AdmissionRound,
    Application,
    DepartureCause,
    Exam,
    Offer,
    RunKind,
    Term,
)
from titian.admissions.states import DepartureState
from titian.core.access import acting_as
from titian.network.actions import set_letterhead
from titian.network.models import Organisation
from titian.network.queries import letterhead_of, organisation_by_name
from titian.people.actions import NewPerson, register
from titian.people.actions.registration import state_needs
from titian.people.models import Person
from titian.planning.actions import OpeningPlan, open_for_application
from titian.planning.actions.open_by_hand import PlannedClass, open_by_hand
from titian.planning.models import Opening
from titian.planning.seats import DISABILITY, PlannedGroup
from titian.seeds.files import seed_table

T = TypeVar("T")
CENTRE, HOME = "BPVP Sidoarjo", "35.15"
CLERK, HEAD, INSTRUCTOR = "petugas.sidoarjo", "kepala.sidoarjo", "instruktur.sidoarjo"
OPEN_NOW, DECIDED, STOPPED = (
    "Gelombang berikutnya (contoh peragaan)",
    "Gelombang berjalan (contoh peragaan)",
    "Gelombang yang dihentikan (contoh peragaan)",
)
NEEDS_ACCESS = "Gilang Rekaan"  # sleeps in the accessible room
CANNOT_CLIMB = 3
DICE = "52613442156315264431"
ANYONE = PlannedGroup("Terbuka", 4, ((),))
TESTED = OpeningPlan("Contoh peragaan", 0, written_weight=100, interview_weight=0)


@dataclass(frozen=True)
class _Staff:
    centre: Organisation
    clerk: User
    head: User
    instructor: User


@dataclass(frozen=True)
class _Planned:
    code: str
    programme: str
    groups: tuple[PlannedGroup, ...]
    starts_in: int  # days from today
    rules: OpeningPlan


WELDING = _Planned(
    "LAS", "Pengelasan SMAW 3G",
    (
        PlannedGroup("Jaminan disabilitas", 1, ((DISABILITY,), ()), guarantee=True),
        PlannedGroup("Warga Sidoarjo", 2, ((HOME,), ())),
        PlannedGroup("Terbuka", 2, ((),), beds_men=2),
    ),
    25, replace(TESTED, minimum_education_id="SMP", beds_men=2, accessible_beds_men=1),
)  # fmt: skip
SEWING = _Planned(
    "MENJAHIT", "Operator Menjahit Garmen",
    (PlannedGroup("Warga Sidoarjo", 2, ((HOME,), ())), PlannedGroup("Terbuka", 2, ((),))),
    25, replace(TESTED, minimum_education_id="SMP"),
)  # fmt: skip
COOLING = _Planned(
    "AC", "Teknisi Pendingin dan Tata Udara",
    (PlannedGroup("Terbuka", 4, ((),), beds_men=2, beds_women=2),),
    60, replace(
        TESTED, minimum_education_id="SMK", beds_men=2, beds_women=2, accessible_beds_men=1, accessible_beds_women=1
    ),
)  # fmt: skip
COFFEE = _Planned("BARISTA", "Barista", (ANYONE,), 60, replace(TESTED, maximum_age=35, must_not_work=True))
DRAWING = _Planned("DESAIN", "Desain Grafis Muda", (ANYONE,), 75, replace(TESTED, must_not_study=True))
ELECTRIC = _Planned("LISTRIK", "Instalasi Listrik Bangunan Sederhana", (ANYONE,), 40, TESTED)


def build_demo_rounds(actor: User) -> None:
    """Build the rounds once, by the acts of the centre's own clerk, head and instructor."""
    if AdmissionRound.objects.filter(is_demo=True).exists():
        return
    centre = organisation_by_name(CENTRE)
    _write_letterhead(centre, actor)
    staff = _Staff(centre, user_named(CLERK), user_named(HEAD), user_named(INSTRUCTOR))
    today = timezone.localdate()
    decided = _call(staff, DECIDED, [WELDING, SEWING], opens=today - timedelta(days=40), open_days=20)
    applications = _apply(decided, staff, actor)
    _judge(applications, staff)
    _decide(decided, staff, today)
    _fill_a_seat(decided, staff, today)
    _ask_for_a_departure(decided, staff)
    stopped = _call(staff, STOPPED, [ELECTRIC], opens=today - timedelta(days=20), open_days=10)
    _by(staff.head, abort_round, stopped, reason="Bengkel listrik terendam banjir; kelasnya ditunda.")
    _call(staff, OPEN_NOW, [COOLING, COFFEE, DRAWING], opens=today - timedelta(days=3), open_days=30)


def _by(user: User, act: Callable[..., T], *said: Any, **more: Any) -> T:
    """Let one of the staff act, under that person's own rights."""
    with acting_as(user.pk):
        return act(*said, actor=user, **more)


def _write_letterhead(centre: Organisation, actor: User) -> None:
    if letterhead_of(centre) is None:
        set_letterhead(
            centre,
            actor=actor,
            lines=("KEMENTERIAN KETENAGAKERJAAN REPUBLIK INDONESIA", "BPVP SIDOARJO (CONTOH PERAGAAN)"),
            address="Sidoarjo, Jawa Timur",
            place="Sidoarjo",
            signatory="Nama Kepala Balai (contoh peragaan)",
            signatory_number="0" * 18,
            signatory_post="Kepala BPVP Sidoarjo",
        )


def _call(
    staff: _Staff, name: str, planned: list[_Planned], *, opens: date, open_days: int
) -> AdmissionRound:
    openings = [_opening(staff, one) for one in planned]
    call = Call(name, opens, opens + timedelta(days=open_days), offer_days=7, reregister_days=3)
    made = _by(staff.clerk, prepare_round, staff.centre, call, openings)
    return _by(staff.clerk, open_round, made)


def _opening(staff: _Staff, planned: _Planned) -> Opening:
    starts_on = timezone.localdate() + timedelta(days=planned.starts_in)
    seats = sum(group.seats for group in planned.groups)
    training_class = _by(staff.clerk, open_by_hand, PlannedClass(
            staff.centre.pk, staff.centre.pk, f"PERAGAAN-{planned.code}", planned.programme, "institutional", "APBN",
            "", seats, 240, starts_on, starts_on + timedelta(days=30), is_demo=True,
        ),
    )  # fmt: skip
    plan = replace(planned.rules, seats=seats)
    return _by(staff.clerk, open_for_application, training_class, plan, planned.groups)


def _apply(admission_round: AdmissionRound, staff: _Staff, actor: User) -> list[tuple[Application, str]]:
    """Let everybody of the table apply, and return with each application the mark it will get."""
    rows = seed_table("applicants")
    strangers = [row for row in rows if not row["username"]]
    ids = iter(_by(staff.clerk, register, [_person(row, staff, admission_round) for row in strangers]))
    places = {
        one.opening.training_class.code.removeprefix("PERAGAAN-"): one.pk
        for one in admission_round.classes.select_related("opening__training_class")
    }
    sent = []
    for row in rows:
        known = {"user__username": row["username"]} if row["username"] else {"pk": next(ids)}
        person = Person.objects.get(**known)
        if person.name == NEEDS_ACCESS:
            # Not by the clerk: a centre reads who needs the room, and neither why nor more.
            state_needs(person, {"walking": CANNOT_CLIMB}, "Memakai kursi roda.", actor=actor)
        bed = Term.BED_MEN if person.sex == "L" else Term.BED_WOMEN
        choices = [
            (places[code], int(bed if term == "bed" else Term.DAY))
            for code, _colon, term in (choice.partition(":") for choice in row["choices"].split())
        ]
        answers = Answers(disability=row["trait"] == "disability")
        application = _by(
            staff.clerk,
            submit_application,
            admission_round,
            person,
            choices,
            answers,
            today=admission_round.opens_on,
        )
        sent.append((application, row["mark"]))
    return sent


def _person(row: dict[str, str], staff: _Staff, admission_round: AdmissionRound) -> NewPerson:
    return NewPerson(
        name=row["name"],
        sex=row["sex"],
        birth_date=date.fromisoformat(row["birth_date"]),
        birth_place="",
        nik=None,
        no_nik_reason="Orang rekaan untuk peragaan",
        phone="",
        address="",
        regency=row["regency"],
        district=None,
        education=row["education"],
        is_demo=True,
        source_id=None,
        organisations=[staff.centre.pk],
        since=admission_round.opens_on,
        link_reason="Peragaan",
    )


def _judge(applications: list[tuple[Application, str]], staff: _Staff) -> None:
    for application, mark in applications:
        complete = mark != "papers"
        _by(
            staff.clerk,
            check_documents,
            application,
            complete=complete,
            reason="" if complete else "Ijazah belum dilampirkan.",
        )
        if not complete:
            continue
        given = None if mark == "absent" else int(mark)
        for choice in application.choices.all():
            _by(staff.instructor, rate, choice, Exam.WRITTEN, given)
            if given is not None:
                _by(staff.clerk, rate, choice, Exam.WRITTEN, given)


def _decide(admission_round: AdmissionRound, staff: _Staff, today: date) -> None:
    _by(staff.clerk, close_round, admission_round, today=today)
    for typist in (staff.clerk, staff.head):
        _by(typist, type_dice, admission_round, DICE)
    run = _by(staff.clerk, propose_result, admission_round)
    _by(staff.head, confirm_result, run, sha256=run.sha256, today=today - timedelta(days=2))


def _ask_for_a_departure(admission_round: AdmissionRound, staff: _Staff) -> None:
    """Ask for a seat against the rule, for whoever is first without one; the head has still to agree."""
    without = Application.objects.filter(
        round=admission_round, document_check__complete=True, person__user=None
    ).exclude(offers__isnull=False)  # fmt: skip
    # In the class without beds: who sleeps in the accessible room keeps the seat.
    sewing = without.filter(choices__rank=1, choices__round_class__opening__beds_men=0)
    for application in sewing.order_by("pk")[:1]:
        made = _by(staff.clerk, ask_departure, application, application.choices.first())
        made = _by(staff.clerk, weigh_departure, made)
        if made.state == DepartureState.WEIGHED:
            _by(
                staff.clerk, propose_departure, made, cause=DepartureCause.COURT,
                basis="Putusan contoh peragaan nomor 0", reason="Contoh peragaan; tidak ada putusan seperti ini.",
            )  # fmt: skip


def _fill_a_seat(admission_round: AdmissionRound, staff: _Staff, today: date) -> None:
    """Most take their seat, one gives it back, and the rule fills it; the demo's applicant has still to answer."""
    live = Offer.objects.live().filter(application__round=admission_round)
    others = live.exclude(application__person__user__username="pelamar").order_by("pk")
    sleeps = others.get(application__person__name=NEEDS_ACCESS, choice__term=Term.BED_MEN)
    first, *rest = others
    _by(staff.clerk, decline_offer, first, reason="Sudah diterima bekerja.")
    for offer in {*rest[:-1:2], sleeps}:
        _by(staff.clerk, accept_offer, offer)
    _by(staff.clerk, hand_out_beds, sleeps.round_class)
    run = _by(staff.clerk, propose_result, admission_round, kind=RunKind.REFILL)
    _by(staff.head, confirm_result, run, sha256=run.sha256, today=today)
