"""Invented people and their way through a class."""

from __future__ import annotations

from datetime import date
from itertools import count

from factories.network import organisation
from factories.standards import DAY, channel, education, fund, job_status, region
from titian.accounts.models import User
from titian.core.text import key
from titian.journal.models import Source, SourceSheet
from titian.network.models import Organisation
from titian.people.actions import NewTraining, record_training
from titian.people.models import Disability, EmploymentSpell, Person, ServiceLink
from titian.people.vault import current_version, index_of, person_owner, seal
from titian.placement.models import OutcomeReport
from titian.planning.models import TrainingClass
from titian.programmes.models import Programme
from titian.protection.models import Cover
from titian.training.models import Enrolment, TrainingCertificate

_numbers = count(1)


def nik(serial: int, region_code: str = "35.10") -> str:
    return f"{region_code.replace('.', '')}01150390{serial:04d}"


def person(
    name: str = "",
    *,
    served_by: Organisation | None = None,
    regency: str = "35.10",
    user: User | None = None,
    **more,
) -> Person:
    number = next(_numbers)
    made = Person.objects.create(
        name=name or f"Warga Rekaan {number}",
        name_key=key(name or f"Warga Rekaan {number}"),
        sex="L",
        birth_date=date(1990, 3, 15),
        no_nik_reason="sementara",
        regency=region(regency),
        education=education(),
        user=user,
        is_demo=True,
        **more,
    )
    digits = nik(number, regency)
    made.nik_cipher = seal(digits, person_owner(made.pk))
    made.nik_hash = index_of(digits)
    made.nik_key_version = current_version()
    made.no_nik_reason = ""
    made.save()
    if served_by:
        ServiceLink.objects.create(person=made, organisation=served_by, since=DAY, reason="peserta pelatihan")
    return made


def training_class(
    centre: Organisation | None = None,
    *,
    organiser: Organisation | None = None,
    name: str = "Las",
    code: str = "",
) -> TrainingClass:
    centre = centre or organisation()
    programme, _new = Programme.objects.get_or_create(
        owner=centre, name_key=key(name), defaults={"name": name}
    )
    return TrainingClass.objects.create(
        centre=centre,
        year=2022,
        code=code or f"P{next(_numbers):03d}",
        organiser=organiser or centre,
        programme=programme,
        channel=channel(),
        fund=fund(),
        starts_on=date(2022, 3, 1),
        ends_on=date(2022, 4, 12),
    )


def source(document: str = "daftar.xlsx", row: int = 7) -> Source:
    sheet = SourceSheet.objects.create(
        document=document, sha256="0" * 64, sheet="Paket 1", columns={"nik": "C", "job_status": "M"}
    )
    return Source.objects.create(sheet=sheet, row=row)


def enrolment(training_class: TrainingClass, person: Person, *, passed: bool | None = True) -> Enrolment:
    """Return an enrolment with a certificate, cover and a reported job."""
    made = Enrolment.objects.create(
        training_class=training_class, person=person, passed=passed, domicile=person.regency, source=source()
    )
    told = (training_class.programme.name, training_class.organiser.name)
    days = (training_class.starts_on, training_class.ends_on)
    record_training([NewTraining(person.pk, training_class.pk, *told, *days)])
    if passed:
        TrainingCertificate.objects.create(
            enrolment=made, issuer=training_class.centre, number=f"SRT/{next(_numbers)}"
        )
    Cover.objects.create(
        person=person, training_class=training_class, member_number=f"BPJS{next(_numbers):08d}"
    )
    spell = EmploymentSpell.objects.create(
        person=person,
        status=job_status(),
        employer_name="Bengkel Maju",
        starts_on=date(2022, 6, 1),
        monthly_wage=2_500_000,
        evidence="centre",
        reported_on=date(2022, 12, 1),
        source=made.source,
    )
    OutcomeReport.objects.create(
        enrolment=made, status=job_status(), word="Karyawan", spell=spell, reported_on=date(2022, 12, 1)
    )
    return made


def disability(person: Person) -> Disability:
    return Disability.objects.create(
        person=person, present=True, accommodation="Juru bahasa isyarat", stated_on=date(2022, 3, 1)
    )
