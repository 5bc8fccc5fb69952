"""Six seats in two classes, small enough to count every indicator by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from factories.network import organisation
from factories.people import person
from factories.standards import channel, education, fund, job_status, region, release
from titian.certification.models import Verdict
from titian.core.periods import since
from titian.core.text import key
from titian.network.models import Organisation, Ownership, Supervision, SupervisionArea
from titian.people.models import Disability, EmploymentSpell, Person
from titian.placement.models import OutcomeReport
from titian.planning.models import PlanVersion, Target, TrainingClass
from titian.programmes.models import Programme
from titian.protection.models import Cover
from titian.standards.models import Field, JobStatus, Occupation
from titian.training.models import Enrolment, TrainingCertificate

READINGS = {  # status: (statistics, centre, own business)
    "employee": ("formal", "formal", False),
    "employer_permanent": ("formal", "informal", True),
    "own_business_unknown": ("unknown", "informal", True),
    "casual_non_agriculture": ("informal", "informal", False),
    "unpaid_family": ("informal", "not_counted", False),
    "not_working": ("not_counted", "not_counted", False),
}


def status(code: str) -> JobStatus:
    made = job_status(code, code)
    statistics, centre, own = READINGS[code]
    JobStatus.objects.filter(pk=code).update(
        statistics_reading=statistics, centre_reading=centre, own_business=own, working=code != "not_working"
    )
    return made


def occupation(code: str) -> Occupation:
    made, _new = Occupation.objects.get_or_create(
        code=code, defaults={"name": code, "name_en": code, "level": len(code), "release": release()}
    )
    return made


def programme(centre: Organisation, name: str, field: str, *occupations: str) -> Programme:
    made, _new = Field.objects.get_or_create(
        code=field, defaults={"name": field, "name_en": field, "release": release()}
    )
    made.occupations.set([occupation(code) for code in occupations])
    return Programme.objects.create(owner=centre, name=name, name_key=key(name), field=made, hours=240)


def work(
    someone: Person,
    status_code: str,
    starts_on: date | None,
    *,
    wage: int | None = None,
    isco: str = "",
    **more,
) -> EmploymentSpell:
    return EmploymentSpell.objects.create(
        person=someone, status=status(status_code), starts_on=starts_on, monthly_wage=wage,
        occupation=occupation(isco) if isco else None, evidence=more.pop("evidence", "centre"),
        reported_on=date(2022, 12, 1), **more,
    )  # fmt: skip


def report(seat: Enrolment, status_code: str, spell: EmploymentSpell | None = None) -> OutcomeReport:
    return OutcomeReport.objects.create(
        enrolment=seat,
        status=status(status_code),
        word=status_code,
        spell=spell,
        reported_on=date(2022, 12, 1),
    )


def cover(seat: Enrolment, insurer: Organisation, *, dated: bool = True) -> Cover:
    training_class = seat.training_class
    period = since(training_class.starts_on, training_class.ends_on) if dated else None
    return Cover.objects.create(
        person=seat.person, training_class=training_class, insurer=insurer, period=period,
        member_number=f"BPJS{seat.pk:08d}",
    )  # fmt: skip


@dataclass
class SmallYear:
    """A centre, its insurer and certification body, two classes and the seats in them."""

    centre: Organisation
    community: Organisation
    insurer: Organisation
    body: Organisation
    welding: TrainingClass
    barista: TrainingClass
    seats: dict[str, Enrolment]
    people: dict[str, Person]


def small_year(name: str = "BPVP Kecil") -> SmallYear:
    """Return the six seats: four at the centre (February), two at a community centre (August)."""
    centre = organisation(name)
    community = organisation(f"BLKK {name}", "blk_komunitas", "35.09")
    insurer, body = organisation(f"BPJS {name}", "insurer"), organisation(f"LSP {name}", "certification_body")
    ministry = organisation(f"Kementerian {name}", "ministry", "31.71")
    start = date(2021, 1, 1)
    for place, code in enumerate(("35.10", "35.09")):
        SupervisionArea.objects.create(
            supervisor=centre, region=region(code), period=since(start), position=place
        )
    Supervision.objects.create(supervisor=centre, organisation=community, period=since(start))
    Ownership.objects.create(organisation=centre, owner=ministry, period=since(start))
    welding = TrainingClass.objects.create(
        centre=centre, year=2022, code="INST-001", organiser=centre, venue=centre, capacity=4,
        programme=programme(centre, "Las", "welding", "7212"), channel=channel("institutional",
        "Institusional"),
        fund=fund("APBN"), starts_on=date(2022, 1, 10), ends_on=date(2022, 2, 28),
    )  # fmt: skip
    barista = TrainingClass.objects.create(
        centre=centre, year=2022, code="K09-001", organiser=community, venue=community, capacity=3,
        programme=programme(centre, "Barista", "hospitality", "5132"), channel=channel("community",
        "BLK Komunitas"),
        fund=fund("BLKK_GRANT"), hours=160, starts_on=date(2022, 8, 1), ends_on=date(2022, 8, 31),
    )  # fmt: skip
    a1, a2, a3, a4, b2 = (
        person(f"{letter} {name}", served_by=centre) for letter in ("A1", "A2", "A3", "A4", "B2")
    )
    Person.objects.filter(pk__in=[a1.pk, a4.pk]).update(sex="P")
    Person.objects.filter(pk=a3.pk).update(regency=region("35.09"))
    for someone, present in ((a1, False), (a2, True), (a4, False), (b2, False)):
        Disability.objects.create(person=someone, present=present, stated_on=start)

    def seat(
        training_class: TrainingClass, someone: Person, domicile: str | None, level: tuple[str, int] | None,
        worked: bool | None, passed: bool | None,
    ) -> Enrolment:  # fmt: skip
        return Enrolment.objects.create(
            training_class=training_class, person=someone, domicile=region(domicile) if domicile else None,
            education=education(*level) if level else None, worked_at_entry=worked, passed=passed,
        )  # fmt: skip

    seats = {
        "A1": seat(welding, a1, "35.10", ("SMA", 4), False, True),
        "A2": seat(welding, a2, "35.10", ("SD", 2), True, True),
        "A3": seat(welding, a3, "35.09", None, None, True),
        "A4": seat(welding, a4, None, ("S1", 8), True, False),
        "B1": seat(barista, a1, "35.10", ("SMA", 4), None, True),
        "B2": seat(barista, b2, "51.71", ("SMP", 3), False, None),
    }
    TrainingCertificate.objects.create(enrolment=seats["A1"], issuer=centre, number=f"S/1 {name}")
    Verdict.objects.create(enrolment=seats["A1"], body=body, competent=True, assessed_on=date(2022, 3, 5))
    Verdict.objects.create(enrolment=seats["A2"], body=body, competent=False)
    Verdict.objects.create(enrolment=seats["B1"], body=body, competent=True, assessed_on=date(2022, 9, 10))
    for code, dated in (("A1", True), ("A2", False), ("A4", True), ("B1", True), ("B2", True)):
        cover(seats[code], insurer, dated=dated)
    first = work(a1, "employee", date(2022, 3, 30), wage=2_000_000, isco="7212", employer=community)
    report(seats["A1"], "employee", first)
    report(seats["A2"], "own_business_unknown", work(a2, "own_business_unknown", date(2022, 8, 1)))
    report(seats["A3"], "not_working")
    second = work(a1, "casual_non_agriculture", date(2022, 10, 31), wage=1_000_000, isco="5131")
    report(seats["B1"], "casual_non_agriculture", second)
    report(seats["B2"], "employee", work(b2, "employee", None, wage=3_000_000))
    people = {"A1": a1, "A2": a2, "A3": a3, "A4": a4, "B2": b2}
    return SmallYear(centre, community, insurer, body, welding, barista, seats, people)


def small_plan(year: SmallYear) -> PlanVersion:
    """Return the second version of the plan, which cut one institutional package in June."""
    first = PlanVersion.objects.create(
        centre=year.centre, year=2022, number=1, decided_on=date(2022, 1, 3), reason="Rencana awal"
    )
    second = PlanVersion.objects.create(
        centre=year.centre, year=2022, number=2, decided_on=date(2022, 6, 1), reason="Efisiensi anggaran"
    )
    for version, packages, people, rupiah, spent in (
        (first, 2, 8, 100_000_000, None),
        (second, 1, 4, 80_000_000, 75_000_000),
    ):
        Target.objects.create(
            version=version, channel=channel("institutional"), fund=fund("APBN"), label="Di balai",
            packages=packages, people=people, rupiah=rupiah, rupiah_spent=spent,
        )  # fmt: skip
        Target.objects.create(
            version=version, channel=channel("community"), fund=fund("BLKK_GRANT"), packages=1, people=3
        )
    return second
