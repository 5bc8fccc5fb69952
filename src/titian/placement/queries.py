"""What became of the participants of a class, as the screen of their work shows it?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from titian.accounts.models import User
from titian.core.text import key
from titian.network.models import Organisation
from titian.people.models import Evidence
from titian.placement.models import OutcomeReport
from titian.placement.rules import Outcome
from titian.planning.models import TrainingClass
from titian.standards.models import OccupationTitle
from titian.training.models import Enrolment
from titian.training.queries import enrolments_of

EMPLOYER_KINDS = ("employer", "lpk_company")


class OutcomeLine(NamedTuple):
    """One participant with the outcome on record."""

    enrolment: Enrolment
    outcome: Outcome
    report: OutcomeReport | None

    @property
    def verified(self) -> bool:
        """A report somebody verified since is not overwritten by what a centre hears."""
        return self.report is not None and self.report.evidence != Evidence.CENTRE


def outcomes_of(training_class: TrainingClass, user: User) -> list[OutcomeLine]:
    """Return the latest report of each participant this user can see, in the order of the class."""
    enrolments = list(enrolments_of(training_class, user))
    reports = {
        report.enrolment_id: report
        for report in OutcomeReport.objects.filter(
            enrolment__in=[one.pk for one in enrolments]
        ).select_related("status", "spell__employer", "round__recorded_by", "source__sheet")
    }
    return [OutcomeLine(one, _outcome(reports.get(one.pk)), reports.get(one.pk)) for one in enrolments]


def employers_by_name(names: Iterable[str]) -> dict[str, int]:
    """Return the employers on record by the name as written; a name two of them bear says nothing."""
    keys = {name: key(name) for name in names if name}
    known: dict[str, set[int]] = {}
    employers = Organisation.objects.filter(kind__in=EMPLOYER_KINDS, name_key__in=set(keys.values()))
    for name_key, pk in employers.values_list("name_key", "pk"):
        known.setdefault(name_key, set()).add(pk)
    return {name: min(known[one]) for name, one in keys.items() if len(known.get(one, ())) == 1}


def occupations_by_title(titles: Iterable[str]) -> dict[str, str]:
    """Return the group of each job title that is known, by the title as written."""
    keys = {title: key(title) for title in titles if title}
    titled = OccupationTitle.objects.filter(name_key__in=set(keys.values()))
    known = dict(titled.values_list("name_key", "occupation"))
    return {title: known[one] for title, one in keys.items() if one in known}


def _outcome(report: OutcomeReport | None) -> Outcome:
    if report is None:
        return Outcome()
    spell = report.spell
    if spell is None:
        return Outcome(report.status_id)
    employer = spell.employer.name if spell.employer else ""
    return Outcome(
        report.status_id,
        spell.employer_name or employer,
        spell.job_title,
        spell.starts_on,
        spell.monthly_wage,
    )
