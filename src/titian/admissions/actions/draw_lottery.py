"""Record the dice thrown in public, typed by two persons."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engines import lottery
from titian.accounts.models import User
from titian.admissions.actions.rounds import held
from titian.admissions.models import AdmissionRound, Beacon, DiceEntry
from titian.admissions.permissions import may_keep_round
from titian.admissions.queries.progress import unfinished_of
from titian.admissions.refusals import refuse, refuse_unless
from titian.admissions.rules import why_dice_are_refused, why_dice_must_wait, why_not_proposed
from titian.admissions.states import RoundState
from titian.core.errors import DomainError
from titian.journal.actions import move
from titian.journal.models import Entry


@transaction.atomic
def type_dice(admission_round: AdmissionRound, thrown: str, *, actor: User) -> AdmissionRound:
    """Take what one person read from the dice; the second who types the same completes the draw.

    Marks are frozen by the draw, so nobody can mark who knows the tickets.
    """
    admission_round = held(admission_round)
    refuse_unless(may_keep_round(actor, admission_round))
    if admission_round.state != RoundState.CLOSED:
        raise DomainError(_("Undian dicatat sesudah pendaftaran ditutup, satu kali."), code="not_closed")
    beacon: Beacon | None = getattr(admission_round, "beacon", None)
    refuse(
        why_dice_must_wait(named=beacon is not None, given_up=bool(beacon and beacon.given_up)),
        "beacon_named",
    )
    refuse(why_not_proposed(**unfinished_of(admission_round)._asdict()), "not_finished")
    digits = "".join(thrown.split())
    refuse(why_dice_are_refused(digits), "dice_refused")
    former = DiceEntry.objects.filter(round=admission_round).first()
    if former is None:
        DiceEntry.objects.create(round=admission_round, typed_by=actor, thrown=digits)
        Entry.write(actor, "type_dice", admission_round)
        return admission_round
    if former.typed_by_id == actor.pk:
        raise DomainError(
            _("Ketikan kedua harus oleh orang lain. Mintalah rekan masuk dengan akunnya sendiri."),
            code="two_persons",
        )
    if former.thrown != digits:
        former.delete()
        Entry.write(actor, "dice_disagree", admission_round)
        # The refusal must not undo the removal, so it is told by the state: nothing was drawn.
        return admission_round
    DiceEntry.objects.create(round=admission_round, typed_by=actor, thrown=digits)
    admission_round.thrown = digits
    admission_round.seed = lottery.seed(digits, bytes.fromhex(admission_round.root)).hex()
    admission_round.drawn_at = timezone.now()
    move(admission_round, "draw_lottery", actor=actor, seed=admission_round.seed)
    return admission_round
