"""Check papers and give marks."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.admissions.models import AdmissionRound, Application, Beacon, Choice, DocumentCheck, Rating
from titian.admissions.models.rating import RATERS
from titian.admissions.permissions import may_keep_round, may_rate
from titian.admissions.queries.raters import places_taken
from titian.admissions.refusals import refuse_unless
from titian.admissions.states import RoundState
from titian.core.errors import DomainError
from titian.journal.models import Entry

JUDGED_IN = (RoundState.OPEN, RoundState.CLOSED)


@transaction.atomic
def check_documents(
    application: Application, *, complete: bool, reason: str = "", actor: User
) -> DocumentCheck:
    """Note whether the papers are in order; what is missing is said."""
    admission_round = _round(application.round_id)
    refuse_unless(may_keep_round(actor, admission_round))
    _refuse_after_the_draw(admission_round)
    _refuse_own(application, actor)
    if not complete and not reason.strip():
        raise DomainError(_("Sebutkan berkas yang kurang."), code="reason_missing")
    check, _new = DocumentCheck.objects.update_or_create(
        application=application,
        defaults={"complete": complete, "reason": "" if complete else reason.strip(), "checked_by": actor},
    )
    Entry.write(actor, "check_documents", application, complete=complete)
    return check


@transaction.atomic
def rate(choice: Choice, test: str, mark: int | None, *, actor: User) -> Rating:
    """Give one mark; None says the person did not come. Two rate, and do not see each other's mark; no third."""
    application = choice.application
    admission_round = _round(application.round_id)
    refuse_unless(may_rate(actor, admission_round))
    _refuse_after_the_draw(admission_round)
    _refuse_own(application, actor)
    if mark is not None and not 0 <= mark <= 100:
        raise DomainError(
            _("Nilai paling rendah 0 dan paling tinggi 100. Perbaiki angkanya."), code="mark_refused"
        )
    own = Rating.objects.filter(choice=choice, test=test, rater=actor).first()
    if own is None:
        Application.objects.select_for_update(of=("self",)).get(
            pk=application.pk
        )  # two raters one after the other
        taken = places_taken(choice.pk, test)
        free = [place for place in range(1, RATERS + 1) if place not in taken]
        if not free:
            raise DomainError(
                _("Tes ini sudah dinilai dua orang. Nilai ketiga tidak diperlukan."), code="two_raters"
            )
        own = Rating(choice=choice, test=test, rater=actor, place=free[0])
    own.mark = mark
    own.save()
    Entry.write(actor, "rate", application, test=test)  # the mark itself stays out of the journal
    return own


def _round(round_id: int) -> AdmissionRound:
    return AdmissionRound.objects.select_related("centre").get(pk=round_id)


def _refuse_after_the_draw(admission_round: AdmissionRound) -> None:
    beacon: Beacon | None = getattr(admission_round, "beacon", None)
    if beacon is not None and not beacon.given_up and timezone.now() >= beacon.due_at:
        raise DomainError(
            _("Nilai suar sudah terbit, jadi tiketnya dapat diketahui; nilai dan berkas tidak berubah lagi."),
            code="marks_frozen",
        )
    if admission_round.state not in JUDGED_IN:
        raise DomainError(
            _("Undian sudah dicatat, jadi nilai dan berkas tidak berubah lagi."), code="marks_frozen"
        )


def _refuse_own(application: Application, actor: User) -> None:
    if application.person.user_id == actor.pk:
        raise DomainError(_("Tidak seorang pun menilai lamarannya sendiri."), code="own_application")
