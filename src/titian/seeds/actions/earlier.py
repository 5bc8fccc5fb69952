"""Invented earlier trainees of the programmes that are open at the second centre, and their published figures."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from titian.accounts.models import User
from titian.accounts.queries import user_named
from titian.core.access import acting_as
from titian.evaluation.actions import publish_public_tables
from titian.evaluation.models import PublicTable
from titian.network.queries import organisation_by_name
from titian.people.actions import NewPerson, register
from titian.placement.actions import OutcomeStatement, record_outcomes
from titian.planning.actions import NewClass, open_classes
from titian.planning.models import TrainingClass
from titian.programmes.actions import NewProgramme, register_programmes
from titian.seeds.actions.rounds import CENTRE, COFFEE, COOLING, DRAWING, HEAD, HOME
from titian.training.actions import EnrolmentStatement, enrol

PEOPLE = 32  # in each class
# Of each programme: how many passed, how many of all work, and how many are known not to; no count below five.
CLASSES = (
    (COOLING, "refrigeration", 26, 17, 8),
    (COFFEE, "tourism", 25, 14, 11),
    (DRAWING, "creative", 27, 16, 9),
)


def seed_earlier_classes(actor: User) -> None:
    """Build last year's classes once."""
    centre, year = organisation_by_name(CENTRE), timezone.localdate().year - 1
    if TrainingClass.objects.filter(centre=centre, code__startswith="TERDAHULU-").exists():
        return
    new = [NewProgramme(centre.pk, one.programme, field, None) for one, field, *_counts in CLASSES]
    programmes = register_programmes(new, actor=actor)
    starts_on, ends_on = date(year, 2, 3), date(year, 4, 11)
    classes = open_classes(
        [
            NewClass(
                centre.pk, year, f"TERDAHULU-{one.code}", centre.pk, programmes[programme.key].id, "institutional",
                "APBN", "", PEOPLE, 240, starts_on, ends_on, True, None,
            )
            for programme, (one, *_counts) in zip(new, CLASSES, strict=True)
        ],
        actor=actor,
    )  # fmt: skip
    people = register(
        [_person(place, centre.pk, starts_on) for place in range(PEOPLE * len(CLASSES))], actor=actor
    )
    seats = [
        (person, classes[place // PEOPLE], place % PEOPLE, CLASSES[place // PEOPLE])
        for place, person in enumerate(people)
    ]
    enrolments = enrol(
        [
            EnrolmentStatement(
                class_id, person, None, HOME, _education(place), place < passed, ends_on, "",
                f"TERDAHULU/{one.code}/{place + 1:03d}" if place < passed else None, centre.pk, None,
            )
            for person, class_id, place, (one, _field, passed, *_work) in seats
        ],
        actor=actor,
    )  # fmt: skip
    record_outcomes(
        [
            OutcomeStatement(
                enrolment, person, "employee" if place < works else "not_working",
                "Bekerja" if place < works else "Belum bekerja", None, "", "", None,
                ends_on + timedelta(days=60) if place < works else None, None, ends_on + timedelta(days=180), None,
            )
            for enrolment, (person, _class, place, (*_told, works, idle)) in zip(enrolments, seats, strict=True)
            if place < works + idle
        ]
    )  # fmt: skip


def publish_earlier_year() -> None:
    """Publish that year as the head of the centre would, once; the classes must be committed, or none is folded."""
    centre, head = organisation_by_name(CENTRE), user_named(HEAD)
    with acting_as(head.pk):
        years = TrainingClass.objects.filter(centre=centre, code__startswith="TERDAHULU-")
        for year in years.order_by().values_list("year", flat=True).distinct():
            if not PublicTable.objects.filter(centre=centre, year=year).exists():
                publish_public_tables(centre, year, actor=head)


def _education(place: int) -> str:
    return ("SMK", "SMA")[place % 2]


def _person(place: int, centre: int, since: date) -> NewPerson:
    born = date(1996 + place % 8, 5, 1 + place % 28)
    return NewPerson(
        name=f"Alumni {place + 1:03d} Rekaan", sex="LP"[place // 2 % 2], birth_date=born,
        birth_place="", nik=None, no_nik_reason="Orang rekaan untuk peragaan", phone="", address="", regency=HOME,
        district=None, education=_education(place), is_demo=True, source_id=None, organisations=[centre], since=since,
        link_reason="Peragaan", trained=True,
    )  # fmt: skip
