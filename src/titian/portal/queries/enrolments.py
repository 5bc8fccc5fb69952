"""How a participation went, gathered from the stations it passed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

from titian.certification.models import Verdict
from titian.people.models import Person
from titian.placement.models import OutcomeReport
from titian.protection.models import Cover
from titian.training.models import Enrolment


@dataclass(frozen=True)
class EnrolmentLine:
    """One person in one class with what later stations know of it; None is not recorded."""

    enrolment: Enrolment
    masked_nik: str
    verdict: Verdict | None
    cover: Cover | None
    report: OutcomeReport | None

    @property
    def certificate(self) -> str:
        certificate = getattr(self.enrolment, "certificate", None)
        return str(certificate.number) if certificate else ""

    @property
    def competency_certificate(self) -> str:
        certificate = getattr(self.verdict, "certificate", None) if self.verdict else None
        return str(certificate.number) if certificate else ""


def enrolment_lines(
    enrolments: QuerySet[Enrolment], *, masked: Callable[[Person], str] | None = None
) -> list[EnrolmentLine]:
    """Return a line for each enrolment, with the NIK as `masked` tells it."""
    found = list(
        enrolments.select_related(
            "person__regency",
            "training_class__programme",
            "training_class__organiser",
            "training_class__centre",
            "training_class__channel",
            "certificate",
            "domicile",
            "source__sheet",
        )
    )
    keys = [enrolment.pk for enrolment in found]
    verdicts = {
        verdict.enrolment_id: verdict
        for verdict in Verdict.objects.filter(enrolment__in=keys).select_related("certificate", "body")
    }
    reports = {
        report.enrolment_id: report
        for report in OutcomeReport.objects.filter(enrolment__in=keys).select_related(
            "status", "spell__employer", "round__recorded_by"
        )
    }
    covers = {
        (cover.person_id, cover.training_class_id): cover
        for cover in Cover.objects.filter(
            person__in={enrolment.person_id for enrolment in found},
            training_class__in={enrolment.training_class_id for enrolment in found},
        ).select_related("insurer")
    }
    return [
        EnrolmentLine(
            enrolment,
            masked(enrolment.person) if masked else "",
            verdicts.get(enrolment.pk),
            covers.get((enrolment.person_id, enrolment.training_class_id)),
            reports.get(enrolment.pk),
        )
        for enrolment in found
    ]
