"""What the screens of a round ask."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Count, Q, QuerySet

from titian.accounts.models import User
from titian.admissions.models import AdmissionRound, Application, Offer, Result, RoundClass
from titian.admissions.queries.overlaps import recent_training
from titian.admissions.queries.published import run_in_force
from titian.admissions.queries.raters import raters_in
from titian.admissions.rules import caution_of_repeat
from titian.core.db.worded import worded_once
from titian.network.models import Organisation, Role
from titian.network.queries import organisations_of
from titian.people.models import Person
from titian.planning.models import Opening
from titian.standards.models import Region
from titian.standards.models.region import RegionLevel


def own_centres(user: User, today: Any) -> QuerySet[Organisation]:
    """Return the centres for which this user may call a round."""
    return Organisation.objects.filter(
        pk__in=organisations_of(user, today, [Role.CENTRE_HEAD, Role.CENTRE_CLERK]), kind__trains=True
    )


def openings_free(centres: QuerySet[Organisation]) -> QuerySet[Opening]:
    """Return the openings a round of these centres may still take."""
    return (
        Opening.objects.filter(training_class__centre__in=centres, locked=False)
        .exclude(pk__in=RoundClass.objects.values("opening"))
        .select_related("training_class__programme")
        .order_by("training_class__starts_on", "pk")
    )


def regencies() -> QuerySet[Region]:
    return Region.objects.filter(level=RegionLevel.REGENCY, retired=False).order_by("code")


def regencies_by_province(home: str) -> list[tuple[str, list[Region]]]:
    """Return the regencies under their provinces; the province of the region `home` comes first."""
    known = regencies().select_related("parent")
    grouped = [(province, list(own)) for province, own in groupby(known, key=attrgetter("parent"))]
    grouped.sort(key=lambda one: one[0].code != home[:2])
    return [(province.name, own) for province, own in grouped]


def rounds_for(user: User) -> QuerySet[AdmissionRound]:
    return (
        AdmissionRound.objects.visible_to(user)
        .select_related("centre")
        .annotate(applicants=Count("applications", filter=Q(applications__state="submitted")))
        .order_by("-opens_on", "-pk")
    )


@dataclass(frozen=True)
class Line:
    """One application as the clerk's list shows it."""

    application: Application
    papers: str
    missing: int


def application_lines(admission_round: AdmissionRound, *, only: str) -> list[Line]:
    """Return the applications by number; `only` is "berkas" (papers unchecked), "nilai" (marks missing) or all."""
    done = raters_in(admission_round.pk)
    found = (
        admission_round.applications.standing()
        .select_related("person__regency", "document_check")
        .prefetch_related("choices__round_class__opening__training_class__programme")
        .order_by("number")
    )
    lines = []
    for application in found:
        check = getattr(application, "document_check", None)
        papers = "" if check is None else "complete" if check.complete else "refused"
        missing = sum(done.get((choice.pk, "written"), 0) < 2 for choice in application.choices.all())
        if (only == "berkas" and papers) or (only == "nilai" and not missing):
            continue
        lines.append(Line(application, papers, missing))
    return lines


def result_of(application: Application) -> Result | None:
    """Return what the run in force says of an application; None before one is confirmed."""
    run_id = run_in_force(application.round_id)
    if run_id is None:
        return None
    return (
        Result.objects.filter(run=run_id, application=application)
        .select_related(
            "application",
            "choice__round_class__opening__training_class__programme",
            "reserve_choice__round_class__opening__training_class__programme",
        )
        .first()
    )


def repeat_caution(application: Application) -> str | None:
    """Return the warning that the applicant was in training lately; None where not."""
    months = application.round.repeat_months
    spell = recent_training(application.person, months, on=application.submitted_at.date())
    return caution_of_repeat(spell.programme, spell.ends_on, months=months) if spell else None


def live_offer(application: Application) -> Offer | None:
    return (
        Offer.objects.live()
        .filter(application=application)
        .select_related(
            "application__round__centre",
            "application__person",
            "choice",
            "round_class__opening__training_class__programme",
            "round_class__opening__training_class__organiser",
        )
        .first()
    )


def person_of(user: User, *, to_write: bool = False) -> Person | None:
    """Return the record of a user; nobody else writes it until the end where it is read to write."""
    if user.pk is None:
        return None
    return next(iter(_held_person(user.pk) if to_write else _person(user.pk)), None)  # a user has one


def public_round(round_id: int) -> AdmissionRound | None:
    """Return a round that everybody may see, with its centre."""
    return next(iter(_public_round(round_id)), None)


@worded_once
def _public_round(round_id: int) -> QuerySet[AdmissionRound]:
    return AdmissionRound.objects.public().select_related("centre").filter(pk=round_id)


@worded_once
def _person(user_id: int) -> QuerySet[Person]:
    return Person.objects.select_related("education", "regency").filter(user=user_id)


@worded_once
def _held_person(user_id: int) -> QuerySet[Person]:
    people = Person.objects.select_related("education").filter(user=user_id)
    return people.select_for_update(of=("self",), no_key=True)


def own_applications(user: User) -> QuerySet[Application]:
    return (
        Application.objects.filter(person__user=user)
        .select_related("round__centre", "person")
        .order_by("-submitted_at")
    )


def offers_of(admission_round: AdmissionRound) -> QuerySet[Offer]:
    return (
        Offer.objects.filter(application__round=admission_round)
        .select_related(
            "application__person", "application__round", "choice",
            "round_class__opening__training_class__programme",
        )
        .prefetch_related("reminders")
        .order_by("round_class__position", "seat", "pk")
    )  # fmt: skip
