"""What became of promises: counted from records, never typed."""

from __future__ import annotations

from datetime import date

from django.db.models import (
    Case,
    Count,
    DateField,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least

from titian.evaluation.document import AgreementRow
from titian.evaluation.models import Participation
from titian.network.models import Agreement, AgreementParty, AgreementPromise, Organisation
from titian.network.models.agreement import PromiseKind

# Who delivered, and the day it counts from; a fact without its own date takes that of the class.
DELIVERED_BY = {
    PromiseKind.COVERED: "cover_insurer_id",
    PromiseKind.ASSESSED: "assessment_body_id",
    PromiseKind.STARTED_WORK: "first_work_employer_id",
}
DATED_BY = {
    PromiseKind.COVERED: Coalesce("cover_starts_on", "class_starts_on"),
    PromiseKind.ASSESSED: Coalesce("assessed_on", "class_ends_on"),
    PromiseKind.STARTED_WORK: Coalesce("first_work_on", "class_ends_on"),
}
# One person who starts one job after two classes started work once.
COUNTED = {
    PromiseKind.COVERED: Count("pk"),
    PromiseKind.ASSESSED: Count("pk"),
    PromiseKind.STARTED_WORK: Count("first_work_spell_id", distinct=True),
}

FOREVER = Value(date.max, DateField())


def delivered(agreement: Agreement, *, as_of: date | None = None) -> list[AgreementRow]:
    """Return each promise beside the people for whom it was kept, within the agreement's dates."""
    return _rows(AgreementPromise.objects.filter(agreement=agreement), as_of)


def agreements_of(centre: Organisation, year: int, *, as_of: date | None = None) -> list[AgreementRow]:
    """Return the promises of agreements the centre signed that were in force that year."""
    first, last = date(year, 1, 1), min(as_of or date.max, date(year, 12, 31))
    in_force = Agreement.objects.filter(parties__organisation=centre, starts_on__lte=last)
    in_force = in_force.filter(Q(ends_on=None) | Q(ends_on__gte=first))
    return _rows(AgreementPromise.objects.filter(agreement__in=in_force), as_of)


def _rows(promises: QuerySet[AgreementPromise], as_of: date | None) -> list[AgreementRow]:
    """Count each promise where it is read: one question, however many promises there are."""
    told = (
        promises.select_related("agreement", "promised_by")
        .annotate(
            kept=Case(
                *(When(kind=kind, then=_kept(kind, as_of)) for kind in PromiseKind),
                output_field=IntegerField(),
            )
        )
        .order_by()
    )
    ordered = sorted(
        told, key=lambda one: (one.agreement.starts_on, one.agreement_id, one.promised_by.name, one.kind)
    )
    return [_row(promise, promise.kept or 0) for promise in ordered]


def _row(promise: AgreementPromise, kept: int) -> AgreementRow:
    agreement = promise.agreement
    return AgreementRow(
        agreement=agreement.title,
        kind=agreement.kind,
        kind_name=agreement.get_kind_display(),
        party=promise.promised_by.name,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        promise=promise.kind,
        promise_name=promise.get_kind_display(),
        promised=promise.places,
        delivered=kept,
    )


def _kept(kind: PromiseKind, as_of: date | None) -> Subquery:
    """Return how many people of the parties' classes the promising party did this for, in the agreement's time."""
    parties = AgreementParty.objects.filter(agreement=OuterRef(OuterRef("agreement"))).values("organisation")
    kept = (
        Participation.objects.filter(**{DELIVERED_BY[kind]: OuterRef("promised_by")})
        .filter(Q(centre_id__in=parties) | Q(organiser_id__in=parties) | Q(supervisor_id__in=parties))
        .annotate(kept_on=DATED_BY[kind], of=Value(1))
        .filter(kept_on__gte=OuterRef("agreement__starts_on"))
        .filter(kept_on__lte=Least(Coalesce(OuterRef("agreement__ends_on"), FOREVER), as_of or date.max))
    )
    return Subquery(kept.order_by().values("of").annotate(many=COUNTED[kind]).values("many"))
