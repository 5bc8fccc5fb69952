"""An invented cohort of boarding training as large as the one reported: four years, one centre, 263 regencies."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.core.text import key
from titian.journal.models import Entry
from titian.network.actions import NewOrganisation, register_organisations
from titian.network.models import Organisation
from titian.network.queries import organisation_by_name
from titian.people.actions import NewPerson, register
from titian.placement.actions import OutcomeStatement, record_outcomes
from titian.planning.actions import NewClass, open_classes
from titian.planning.models import TrainingClass
from titian.programmes.actions import NewProgramme, register_programmes
from titian.standards.models import Region
from titian.standards.models.region import RegionLevel
from titian.training.actions import EnrolmentStatement, enrol

CENTRE = "BBPVP Bekasi"
SEATS = 16
# People and regencies that had sent somebody by the end of each year: 7,496 people and 263 regencies in the end.
COHORT = {2017: (1280, 98), 2018: (1760, 156), 2019: (2704, 231), 2020: (1752, 263)}
FIRST = ("35.09", "35.10", "35.23")  # the offices that have an account in the demo
PROGRAMMES = (
    ("Pengelasan SMAW 3G (boarding)", "welding"), ("Teknisi Pendingin dan Tata Udara (boarding)", "electrical"),
    ("Operator Menjahit Garmen (boarding)", "garment"), ("Teknisi Elektronika Industri (boarding)", "electronics"),
    ("Mekanik Sepeda Motor (boarding)", "automotive"), ("Operator Mesin CNC (boarding)", "manufacturing"),
)  # fmt: skip
GIVEN = {
    "L": ("Agus", "Bayu", "Dedi", "Eko", "Fajar", "Hendra", "Irwan", "Joko", "Rizal", "Yusuf"),
    "P": ("Ayu", "Dewi", "Fitri", "Indah", "Lestari", "Maya", "Nur", "Putri", "Ratna", "Sari"),
}
FAMILY = ("Amin", "Basuki", "Daulay", "Ginting", "Hasan", "Kusuma", "Lubis", "Manurung", "Pratama", "Wijaya")
SCHOOLS = ("SMP", "SMA", "SMK", "SMK", "SMA", "D3")
ROLE_OF_DEMO = "Orang rekaan untuk peragaan"


@dataclass(frozen=True)
class _Seat:
    """One invented participant; `works` is home, away, somewhere, idle, undated or unknown."""

    name: str
    sex: str
    birth_date: date
    regency: str
    education: str
    passed: bool | None
    works: str
    employer_in: str
    waits: int  # days from the end of the class to the first day at work


@dataclass(frozen=True)
class _Class:
    year: int
    number: int
    starts_on: date
    ends_on: date
    seats: tuple[_Seat, ...]

    @property
    def code(self) -> str:
        return f"BOARDING-{self.number:03d}"


def seed_boarding(actor: User) -> int:
    """Build the classes of the cohort that are not there yet and return how many people they seat."""
    if settings.MODE not in {"demo", "test"}:
        raise DomainError(_("Dunia peragaan hanya dibangun dalam mode peragaan."), code="not_in_demo_mode")
    with transaction.atomic():
        centre = organisation_by_name(CENTRE)
        known = set(
            TrainingClass.objects.filter(centre=centre, code__startswith="BOARDING-").values_list(
                "year", "code"
            )
        )
        missing = [one for one in _classes() if (one.year, one.code) not in known]
        if missing:
            _build(centre, missing, actor)
    return sum(len(one.seats) for one in missing)


def _build(centre: Organisation, classes: list[_Class], actor: User) -> None:
    class_ids = _open(centre, classes, actor)
    seats = [
        (class_id, one, seat) for class_id, one in zip(class_ids, classes, strict=True) for seat in one.seats
    ]
    people = register([_person(centre, one, seat) for _id, one, seat in seats], actor=actor)
    placed = list(zip(people, seats, strict=True))
    enrolments = enrol(
        [_enrolment(centre, person, *seat, place) for place, (person, seat) in enumerate(placed)], actor=actor
    )
    employers = _employers({seat.employer_in for _id, _one, seat in seats} - {""}, actor)
    record_outcomes(
        [
            _outcome(enrolment, person, one, seat, employers)
            for enrolment, (person, (_id, one, seat)) in zip(enrolments, placed, strict=True)
            if seat.works != "unknown"
        ]
    )
    Entry.write(actor, "seed_boarding", "training.enrolment", classes=len(classes), people=len(people))


def _open(centre: Organisation, classes: list[_Class], actor: User) -> list[int]:
    programmes = [NewProgramme(centre.pk, name, field, 480) for name, field in PROGRAMMES]
    known = register_programmes(programmes, actor=actor)
    ids = [known[one.key].id for one in programmes]
    return open_classes(
        [
            NewClass(
                centre.pk, one.year, one.code, centre.pk, ids[one.number % len(ids)], "boarding", "APBN", "", SEATS,
                480, one.starts_on, one.ends_on, True, None,
            )
            for one in classes
        ],
        actor=actor,
    )  # fmt: skip


def _person(centre: Organisation, one: _Class, seat: _Seat) -> NewPerson:
    return NewPerson(
        name=seat.name, sex=seat.sex, birth_date=seat.birth_date, birth_place="", nik=None,
        no_nik_reason=ROLE_OF_DEMO, phone="", address="", regency=seat.regency, district=None,
        education=seat.education, is_demo=True, source_id=None, organisations=[centre.pk], since=one.starts_on,
        link_reason="Peragaan", trained=True,
    )  # fmt: skip


def _enrolment(
    centre: Organisation, person: int, class_id: int, one: _Class, seat: _Seat, place: int
) -> EnrolmentStatement:
    number = f"BOARDING/{one.year}/{one.number:03d}/{place:05d}" if seat.passed else None
    return EnrolmentStatement(
        class_id, person, None, seat.regency, seat.education, seat.passed,
        one.ends_on if seat.passed is not None else None, "", number, centre.pk, None,
    )  # fmt: skip


def _outcome(
    enrolment: int, person: int, one: _Class, seat: _Seat, employers: dict[str, int]
) -> OutcomeStatement:
    idle = seat.works == "idle"
    dated = seat.works in ("home", "away", "somewhere")
    return OutcomeStatement(
        enrolment, person, "not_working" if idle else "employee", "Belum bekerja" if idle else "Bekerja",
        employers.get(seat.employer_in), "", "", None, one.ends_on + timedelta(seat.waits) if dated else None, None,
        one.ends_on + timedelta(days=180), None,
    )  # fmt: skip


def _employers(regencies: set[str], actor: User) -> dict[str, int]:
    """Return one invented employer in each of these regencies."""
    names = dict(Region.objects.filter(pk__in=regencies).values_list("pk", "name"))
    new = [
        NewOrganisation(
            "employer",
            f"Usaha Mitra {names[code]} (contoh peragaan)",
            code,
            True,
            None,
            date(2017, 1, 1),
            True,
        )
        for code in sorted(regencies)
    ]
    known = register_organisations(new, actor=actor)
    return {
        code: known["employer", key(one.name), code] for code, one in zip(sorted(regencies), new, strict=True)
    }


def _classes() -> list[_Class]:
    """Return the whole cohort, the same each time: every draw has a seed of its own class."""
    regencies = _regencies()
    made, before = [], 0
    for year, (people, reached) in COHORT.items():
        new = regencies[before:reached]
        for number in range(1, -(-people // SEATS) + 1):
            draw = random.Random(f"boarding {year} {number}")  # nosec B311: an invented world, not a secret
            size = min(SEATS, people - (number - 1) * SEATS)
            starts_on = date(year, 1, 9) + timedelta(days=7 * (number % 36))
            ends_on = starts_on + timedelta(days=60)
            first = (number - 1) * SEATS  # everybody new comes in the first classes of the year, one of each
            homes = [
                new[place] if place < len(new) else draw.choice(regencies[:reached])
                for place in range(first, first + size)
            ]
            seats = tuple(_seat(draw, year, home, regencies[:reached]) for home in homes)
            made.append(_Class(year, number, starts_on, ends_on, seats))
        before = reached
    return made


def _regencies() -> list[str]:
    """Return 263 of the country's regencies, those of the demo's offices first."""
    codes = (
        Region.objects.filter(level=RegionLevel.REGENCY, retired=False).exclude(pk__in=FIRST).order_by("pk")
    )
    others = list(codes.values_list("pk", flat=True))
    _people, reached = COHORT[max(COHORT)]
    drawn = random.Random("boarding").sample(others, reached - len(FIRST))  # nosec B311
    return [*FIRST, *drawn]


def _seat(draw: random.Random, year: int, home: str, regencies: list[str]) -> _Seat:
    sex = "L" if draw.random() < 0.62 else "P"
    passed = draw.choices((True, False, None), (92, 4, 4))[0]
    works = draw.choices(("home", "away", "somewhere", "idle", "undated", "unknown"), (30, 14, 8, 14, 5, 29))[
        0
    ]
    away = draw.choice(regencies)
    return _Seat(
        name=f"{draw.choice(GIVEN[sex])} {draw.choice(FAMILY)} Rekaan",
        sex=sex,
        birth_date=date(year - draw.randint(18, 29), draw.randint(1, 12), draw.randint(1, 28)),
        regency=home,
        education=draw.choice(SCHOOLS),
        passed=passed,
        works=works,
        employer_in=home if works == "home" else away if works == "away" and away != home else "",
        waits=draw.randint(5, 300),
    )
