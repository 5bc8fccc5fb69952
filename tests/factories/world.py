"""A small world with somebody in every role, and one stranger of another region."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from factories import network, people
from factories.loads import staged_row
from factories.standards import region
from titian.accounts.models import User
from titian.network.models import Agreement, Organisation, Role
from titian.network.models.agreement import AgreementKind, AgreementParty, AgreementPromise, PromiseKind
from titian.people.models import Person
from titian.planning.models import TrainingClass
from titian.rosters.models import StagedRow

HOME, AWAY = "35.10", "51.03"


@dataclass
class World:
    """`person` is served by `centre`; `stranger` lives elsewhere and is served by `other_centre`."""

    centre: Organisation
    other_centre: Organisation
    person: Person
    stranger: Person
    training_class: TrainingClass
    other_class: TrainingClass
    users: dict[str, User]
    row: StagedRow
    other_row: StagedRow


def small_world() -> World:
    for code, name in [("35", "Jawa Timur"), (HOME, "Banyuwangi"), ("51", "Bali"), (AWAY, "Badung")]:
        region(code, name)
    centre = network.organisation("BPVP Banyuwangi", "uptp_bpvp", HOME)
    network.area(centre, HOME)
    other_centre = network.organisation("BPVP Denpasar", "uptp_bpvp", AWAY)
    community = network.organisation("BLKK Al-Hikmah", "blk_community", HOME)
    network.supervise(centre, community)
    members = {
        "national_planner": network.member(
            Role.NATIONAL_PLANNER, network.organisation("Ditjen Binalavotas", "directorate_general", "31")
        ),
        "provincial_office": network.member(
            Role.PROVINCIAL_OFFICE, network.organisation("Disnaker Jawa Timur", "agency_province", "35")
        ),
        "regency_office": network.member(
            Role.REGENCY_OFFICE, network.organisation("Disnaker Banyuwangi", "agency_regency", HOME)
        ),
        "centre_head": network.member(Role.CENTRE_HEAD, centre, name="Kepala Balai"),
        "centre_clerk": network.member(Role.CENTRE_CLERK, centre, name="Petugas Balai"),
        "instructor": network.member(Role.INSTRUCTOR, centre, name="Instruktur"),
        "certification_body": network.member(
            Role.CERTIFICATION_BODY, network.organisation("LSP Las", "certification_body", HOME)
        ),
        "insurer_officer": network.member(
            Role.INSURER_OFFICER, network.organisation("BPJS Ketenagakerjaan", "insurer", HOME)
        ),
        "employer": network.member(Role.EMPLOYER, network.organisation("PT Maju", "employer", HOME)),
        "administrator": network.member(Role.ADMINISTRATOR, centre, name="Administrator"),
        "data_protection": network.member(
            Role.DATA_PROTECTION, network.organisation("Setditjen Binalavotas", "directorate_general", "31")
        ),
        "disability_unit": network.member(
            Role.DISABILITY_UNIT, network.organisation("ULD Banyuwangi", "agency_regency", HOME)
        ),
        "other_clerk": network.member(Role.CENTRE_CLERK, other_centre, name="Petugas Denpasar"),
        "operator": network.member(Role.CENTRE_CLERK, community, name="Operator BLK Komunitas"),
        "other_office": network.member(
            Role.REGENCY_OFFICE, network.organisation("Disnaker Badung", "agency_regency", AWAY)
        ),
    }
    citizen, other_citizen = network.user("Siti Rekaan"), network.user("Made Rekaan")
    person = people.person("Siti Rekaan", served_by=centre, user=citizen)
    stranger = people.person("Made Rekaan", served_by=other_centre, regency=AWAY, user=other_citizen)
    training_class = people.training_class(centre, name="Las Industri")
    other_class = people.training_class(other_centre, name="Tata Boga")
    people.enrolment(training_class, person)
    people.enrolment(other_class, stranger)
    people.disability(person)
    for number in range(7):
        people.enrolment(training_class, people.person(served_by=centre), passed=number > 0)
    _promise(centre, members["insurer_officer"])
    return World(
        centre, other_centre, person, stranger, training_class, other_class,
        {**members, "citizen": citizen, "other_citizen": other_citizen},
        staged_row(centre, members["centre_clerk"]), staged_row(other_centre, members["other_clerk"]),
    )  # fmt: skip


def _promise(centre: Organisation, officer: User) -> None:
    insurer = Organisation.objects.get(memberships__user=officer)
    agreement = Agreement.objects.create(
        kind=AgreementKind.MEMORANDUM, title="Perlindungan peserta pelatihan", starts_on=date(2022, 1, 1)
    )
    for party in (centre, insurer):
        AgreementParty.objects.create(agreement=agreement, organisation=party)
    AgreementPromise.objects.create(
        agreement=agreement, promised_by=insurer, kind=PromiseKind.COVERED, places=3270
    )
