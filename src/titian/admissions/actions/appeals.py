"""Say that a result rests on a mistake, and answer it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.admissions.models import AdmissionRound, Appeal, Application, DocumentCheck, Rating
from titian.admissions.permissions import may_answer, may_confirm
from titian.admissions.queries.published import run_in_force
from titian.admissions.refusals import refuse, refuse_unless
from titian.admissions.rules import why_reason_is_missing
from titian.admissions.states import RoundState
from titian.core.errors import DomainError
from titian.journal.actions import move
from titian.journal.models import Entry


@dataclass(frozen=True)
class Correction:
    """What was wrong: both marks of a test become this one, or the papers are in order after all."""

    choice_id: int | None = None
    test: str = ""
    mark: int | None = None
    papers_complete: bool = False


@transaction.atomic
def file_appeal(application: Application, grounds: str, *, actor: User) -> Appeal:
    """Appeal against the result in force; one at a time."""
    refuse_unless(may_answer(actor, application))
    refuse(why_reason_is_missing(grounds), "reason_missing")
    admission_round = AdmissionRound.objects.get(pk=application.round_id)
    run_id = run_in_force(admission_round.pk)
    if run_id is None or admission_round.state != RoundState.CONFIRMED:
        raise DomainError(_("Keberatan dapat diajukan sesudah hasil ditetapkan."), code="nothing_to_appeal")
    if application.appeals.filter(state="filed").exists():
        raise DomainError(_("Keberatan Anda yang sebelumnya masih diperiksa."), code="appeal_open")
    made = Appeal.objects.create(application=application, run_id=run_id, grounds=grounds.strip())
    Entry.write(actor, "file_appeal", made)
    return made


@transaction.atomic
def reject_appeal(appeal: Appeal, answer: str, *, actor: User) -> Appeal:
    """Answer in words why the result stands."""
    appeal = _held(appeal, answer, actor)
    move(appeal, "reject_appeal", actor=actor)
    return appeal


@transaction.atomic
def uphold_appeal(appeal: Appeal, answer: str, correction: Correction, *, actor: User) -> Appeal:
    """Correct what was wrong; the rule is then run again for those whom the correction touches."""
    appeal = _held(appeal, answer, actor)
    application = appeal.application
    if correction.papers_complete:
        DocumentCheck.objects.filter(application=application).update(complete=True, reason="")
    elif correction.choice_id is not None and correction.mark is not None:
        corrected = Rating.objects.filter(
            choice=correction.choice_id, choice__application=application, test=correction.test
        ).update(mark=correction.mark)
        if not corrected:
            raise DomainError(_("Tes itu tidak pernah dinilai."), code="nothing_to_correct")
    else:
        raise DomainError(_("Sebutkan apa yang diperbaiki: nilai atau berkas."), code="nothing_to_correct")
    move(appeal, "uphold_appeal", actor=actor, test=correction.test, papers=correction.papers_complete)
    return appeal


def _held(appeal: Appeal, answer: str, actor: User) -> Appeal:
    appeal = (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("application__round__centre", "application__person")
        .get(pk=appeal.pk)
    )
    refuse_unless(may_confirm(actor, appeal.application.round))
    refuse(why_reason_is_missing(answer), "reason_missing")
    if Rating.objects.filter(choice__application=appeal.application, rater=actor).exists():
        raise DomainError(_("Yang menilai tidak memutus keberatan atas nilainya sendiri."), code="own_marks")
    appeal.decided_by, appeal.answer = actor, answer.strip()
    return appeal
