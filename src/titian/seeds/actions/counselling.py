"""An office that counsels: invented citizens of Jember, far from the centre whose year the demo evaluates."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import uuid4

from django.utils import timezone

from titian.accounts.models import User
from titian.accounts.queries import user_named
from titian.core.access import acting_as
from titian.counselling.actions.decide import decide, show_outcomes
from titian.counselling.actions.interviews import Told, open_interview, save_version
from titian.counselling.actions.invite import invite
from titian.counselling.actions.outcomes import Outcome, record_route_outcomes
from titian.counselling.actions.queue import call_next, take_ticket
from titian.counselling.actions.slots import open_slots
from titian.counselling.models import Decision, Slot
from titian.counselling.queries.outcomes import DAYS
from titian.counselling.rules import Alike, Said, Step
from titian.network.models import Organisation
from titian.network.queries import organisation_by_name
from titian.people.actions import CardDetails, NewPerson, issue_card, register
from titian.people.models import Person
from titian.seeds.actions.accounts import CITIZEN_SERVED_BY

OFFICER, OFFICE, HOME = "dinas.jember", "Disnaker Kabupaten Jember", "35.09"
CITIZENS = [
    ("Rahayu Contoh", "P", date(2001, 4, 9)), ("Slamet Contoh", "L", date(1996, 7, 21)),
    ("Yanti Contoh", "P", date(1989, 1, 30)), ("Bagas Contoh", "L", date(2003, 11, 2)),
    ("Nur Contoh", "P", date(1978, 6, 14)), ("Joko Contoh", "L", date(1999, 9, 5)),
    ("Wulan Contoh", "P", date(1994, 2, 17)), ("Hadi Contoh", "L", date(1985, 12, 24)),
]  # fmt: skip
HEARD = {
    "work_now": "none", "worked_years": "under_2", "last_job": "Penjaga toko, setahun", "schooling": "upper",
    "skills": "Melayani pembeli, mencatat stok", "income": "months", "travel": "regency", "away": "no",
    "wanted_route": "training", "wanted_work": "Juru las di bengkel",
}  # fmt: skip
# Invented counts, so that the page has ranges to show before any decision here is half a year old.
INVENTED = [
    ("direct_job", 240, 180, 12, 61, 25), ("training", 310, 205, 18, 92, 22), ("self_employment", 90, 44, 2, 15, 9),
    ("certification_only", 40, 17, 1, 6, 2),
]  # fmt: skip


def seed_counselling(actor: User) -> None:
    """Open times, hear and decide as the officers of the office would, once."""
    office = organisation_by_name(OFFICE)
    if Slot.objects.filter(office=office).exists():
        return
    _invent_outcomes(actor)
    # The demo's citizen lives elsewhere, and books a time there without an officer.
    _open_two_days(organisation_by_name(CITIZEN_SERVED_BY), actor)
    officer = user_named(OFFICER)
    people = _citizens(office, actor)
    with acting_as(officer.pk):
        slots = _open_two_days(office, officer)
        for person, slot in zip(people[5:], slots, strict=False):
            invite(slot, person, key=uuid4(), purpose="Konseling pertama", actor=officer)
        for person in people[:4]:
            _hear(person, office, officer)
        decided = _decide(people[0], office, officer, "training", "direct_job")
        show_outcomes(decided, actor=officer)
        _decide(people[1], office, officer, "certification_only")
        _write_past_each_other(people[3], office, officer)
        for _visitor in range(3):
            take_ticket(office, key=uuid4(), actor=officer)
        call_next(office, "1", actor=officer)


def _citizens(office: Organisation, actor: User) -> list[Person]:
    today = timezone.localdate()
    ids = register(
        [
            NewPerson(
                name=name, sex=sex, birth_date=born, birth_place="Jember", nik=None,
                no_nik_reason="Orang rekaan untuk peragaan", phone=f"08000000{place:04d}", address="", regency=HOME,
                district=None, education="SMK", is_demo=True, source_id=None, organisations=[office.pk],
                since=today, link_reason="Peragaan",
            )
            for place, (name, sex, born) in enumerate(CITIZENS, 1)
        ],
        actor=actor,
    )  # fmt: skip
    found = Person.objects.in_bulk(ids)
    for pk in ids:
        now = timezone.now()
        details = CardDetails(uuid4(), now, "", "", None, "5")
        issue_card(found[pk], office, details, actor=actor)
    return [found[pk] for pk in ids]


def _open_two_days(office: Organisation, officer: User) -> list[Slot]:
    starts = []
    for days in (1, 2):
        begins = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), time(8)))
        starts += [begins + timedelta(minutes=45 * turn) for turn in range(4)]
    return open_slots(office, starts, minutes=45, capacity=2, place="Ruang konseling", actor=officer)


def _said(**more: str) -> dict[str, Said]:
    return {code: Said(value, "said") for code, value in {**HEARD, **more}.items()}


def _hear(person: Person, office: Organisation, officer: User) -> None:
    interview = open_interview(person, office, actor=officer)
    save_version(interview, Told(uuid4(), 0, _said(), timezone.now()), actor=officer)


def _decide(person: Person, office: Organisation, officer: User, *routes: str) -> Decision:
    due = timezone.localdate() + timedelta(days=14)
    steps = [
        Step(route, "Sesuai keinginan dan pendidikannya", "Mendaftar pada gelombang berikut", "person", due)
        for route in routes
    ]
    interview = open_interview(person, office, actor=officer)
    return decide(interview, steps, key=uuid4(), change="", actor=officer, is_demo=True)


def _write_past_each_other(person: Person, office: Organisation, officer: User) -> None:
    interview = open_interview(person, office, actor=officer)
    for travel in ("village", "further"):
        told = Told(uuid4(), 1, {"travel": Said(travel, "said")}, timezone.now())
        save_version(interview, told, actor=officer)


def _invent_outcomes(actor: User) -> None:
    groups = [Alike("upper", age, "under_2") for age in ("under_25", "25_34")]
    told = [Outcome(route, group, *counts) for group in groups for route, *counts in INVENTED]
    record_route_outcomes(told, days=DAYS, as_of=timezone.localdate(), actor=actor)
