"""What became of promises: counted from records, never typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from titian.evaluation.document import AgreementRow
from titian.evaluation.models import Participation
from titian.network.models import Agreement, AgreementPromise, Organisation
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


def delivered(agreement: Agreement, *, as_of: date | None = None) -> list[AgreementRow]:
    """Return each promise beside the people for whom it was kept, within the agreement's dates."""
    return _rows([agreement], as_of)


def agreements_of(centre: Organisation, year: int, *, as_of: date | None = None) -> list[AgreementRow]:
    """Return the promises of agreements the centre signed that were in force that year."""
    first, last = date(year, 1, 1), min(as_of or date.max, date(year, 12, 31))
    in_force = (
        Agreement.objects.filter(parties__organisation=centre, starts_on__lte=last)
        .filter(Q(ends_on=None) | Q(ends_on__gte=first))
        .prefetch_related(
            "parties", Prefetch("promises", AgreementPromise.objects.select_related("promised_by"))
        )
        .order_by("starts_on", "pk")
    )
    return _rows(list(in_force), as_of)


def _rows(agreements: list[Agreement], as_of: date | None) -> list[AgreementRow]:
    promises = [
        (agreement, promise)
        for agreement in agreements
        for promise in sorted(agreement.promises.all(), key=lambda one: (one.promised_by.name, one.kind))
    ]
    if not promises:
        return []
    counts = [
        _kept(agreement, promise, [party.organisation_id for party in agreement.parties.all()], as_of)
        .order_by()
        .annotate(promise=Value(promise.pk))
        .values("promise")
        .annotate(many=COUNTED[PromiseKind(promise.kind)])
        .values_list("promise", "many")
        for agreement, promise in promises
    ]
    kept = dict(counts[0].union(*counts[1:], all=True))
    return [_row(agreement, promise, kept.get(promise.pk, 0)) for agreement, promise in promises]


def _row(agreement: Agreement, promise: AgreementPromise, kept: int) -> AgreementRow:
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


def _kept(
    agreement: Agreement, promise: AgreementPromise, parties: Sequence[int], as_of: date | None
) -> QuerySet[Participation]:
    kind = PromiseKind(promise.kind)
    last = min(as_of or date.max, agreement.ends_on or date.max)
    return (
        Participation.objects.filter(**{DELIVERED_BY[kind]: promise.promised_by_id})
        .filter(Q(centre_id__in=parties) | Q(organiser_id__in=parties) | Q(supervisor_id__in=parties))
        .annotate(kept_on=DATED_BY[kind])
        .filter(kept_on__gte=agreement.starts_on, kept_on__lte=last)
    )
