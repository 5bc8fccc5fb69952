"""Whom is one rater to mark, and what did this rater say so far?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.admissions.models import Choice, Rating, RoundClass
from titian.admissions.queries.eligibility import entry_rules_of, facts_of
from titian.admissions.queries.raters import raters_in
from titian.admissions.rules import why_not_eligible
from titian.people.models import Setting
from titian.people.support import support_at

ABSENT = "x"


@dataclass(frozen=True)
class MarkLine:
    """One applicant to be marked; `shown` is what this rater said, `raters` how many marks are in."""

    choice: Choice
    shown: str
    raters: int
    taken: bool
    support: list[str]


@dataclass(frozen=True)
class Sheet:
    lines: list[MarkLine]

    @property
    def done(self) -> int:
        return sum(bool(line.shown) for line in self.lines)


def sheet_of(one: RoundClass, test: str, rater: User) -> Sheet:
    """Return those who may enter the class and whose papers are not refused, with the rater's own marks."""
    own = dict(
        Rating.objects.filter(choice__round_class=one, test=test, rater=rater).values_list("choice", "mark")
    )
    counts = raters_in(one.round_id)
    rules = entry_rules_of(one.opening)
    support = support_of(one)
    lines = []
    for choice in (
        Choice.objects.filter(round_class=one, application__state="submitted")
        .select_related("application__person__education", "application__document_check")
        .order_by("application__number", "rank")
    ):
        check = getattr(choice.application, "document_check", None)
        if (check and not check.complete) or why_not_eligible(facts_of(choice.application), rules):
            continue
        count = counts.get((choice.pk, test), 0)
        mark = own.get(choice.pk, "")
        shown = ABSENT if mark is None else str(mark)
        needed = support.get(choice.application.person_id, [])
        own_words = [choice.application.support] if choice.application.support else []
        taken = count >= 2 and choice.pk not in own
        lines.append(MarkLine(choice, shown, count, taken, [*needed, *own_words]))
    return Sheet(lines)


def support_of(one: RoundClass) -> dict[int, list[str]]:
    """Return what support each applicant was promised for the test, as far as the acting user may know."""
    people = Choice.objects.filter(round_class=one).values_list("application__person", flat=True)
    told: dict[int, list[str]] = {}
    for promised in support_at(Setting.TEST, set(people)):
        said = (
            f"{promised.get_kind_display()}: {promised.note}"
            if promised.note
            else promised.get_kind_display()
        )
        told.setdefault(promised.person_id, []).append(str(said))
    return told


def read_sheet(pasted: str, sheet: Sheet) -> tuple[dict[int, str], list[str]]:
    """Read lines of number and mark as a spreadsheet copies them; return marks by choice, and what is wrong."""
    by_number: dict[str, list[int]] = {}
    for line in sheet.lines:
        by_number.setdefault(line.choice.application.number.upper(), []).append(line.choice.pk)
    said: dict[int, str] = {}
    complaints = []
    for place, row in enumerate(pasted.splitlines(), 1):
        cells = [cell.strip() for cell in re.split(r"[\t;,]", row) if cell.strip()]
        if not cells:
            continue
        known = by_number.get(cells[0].upper())
        if known is None or len(cells) < 2:
            complaints.append(_("Baris %(n)d: nomor lamaran atau nilai tidak dikenali.") % {"n": place})
            continue
        said.update(dict.fromkeys(known, cells[-1]))
    return said, complaints
