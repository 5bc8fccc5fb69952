"""Carry out the rule and lay its outcome before the head. Imported by jobs only: the engine is compiled code."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import titian
from titian.accounts.models import User
from titian.admissions.actions.rounds import held
from titian.admissions.bundle import FORMAT, engine_hash, reserve_places, round_of, sha256_of, solved, text_of
from titian.admissions.models import AdmissionRound, Offer, Result, Run, RunKind
from titian.admissions.permissions import may_keep_round
from titian.admissions.queries.inputs import Inputs, round_inputs
from titian.admissions.queries.progress import unfinished_of
from titian.admissions.queries.tickets import sealed_list, tickets_of
from titian.admissions.reasons import refusals_of
from titian.admissions.refusals import refuse, refuse_unless
from titian.admissions.rules import why_not_proposed
from titian.admissions.states import OfferState, RoundState, RunState
from titian.core.errors import DomainError
from titian.journal.actions import move
from titian.journal.models import Entry


@transaction.atomic
def propose_result(admission_round: AdmissionRound, *, actor: User, kind: str = RunKind.FIRST) -> Run:
    """Run the rule by both implementations; only an outcome on which they agree is laid before the head."""
    admission_round = held(admission_round)
    refuse_unless(may_keep_round(actor, admission_round))
    if kind == RunKind.FIRST:
        refuse(why_not_proposed(**unfinished_of(admission_round)._asdict()), "not_finished")
        if admission_round.state not in (RoundState.DRAWN, RoundState.PROPOSED):
            raise DomainError(_("Hasil diusulkan sesudah undian dan sebelum ditetapkan."), code="not_drawn")
    elif admission_round.state != RoundState.CONFIRMED:
        raise DomainError(_("Kursi diisi kembali sesudah hasil ditetapkan."), code="not_confirmed")
    sealed = sealed_list(admission_round)
    tickets = tickets_of(admission_round, [number for number, _salt in sealed])
    inputs = round_inputs(admission_round, tickets, protect=_protected(admission_round, kind, tickets))
    outcome, agree = solved(inputs.arrays)
    contract = outcome.contract.tolist()
    reserves, reserves_agree = reserve_places(inputs.arrays, contract, inputs.reserves)
    if not (agree and reserves_agree):
        raise DomainError(
            _("Kedua perhitungan tidak sama, jadi hasilnya tidak dapat diumumkan. Hubungi pengelola sistem."),
            code="implementations_disagree",
        )
    for former in Run.objects.select_for_update().filter(round=admission_round, state=RunState.PROPOSED):
        move(former, "replace_run", actor=actor)
    bundle = {
        "format": FORMAT,
        "round": {"centre": admission_round.centre.name, "name": admission_round.name},
        "run": {"number": admission_round.runs.count() + 1, "kind": str(kind)},
        "code": {"version": titian.__version__, "engine": engine_hash()},
        "lottery": {
            "applications": [number for number, _salt in sealed],
            "salts": [salt.hex() for _number, salt in sealed],
            "root": admission_round.root,
            "thrown": admission_round.thrown,
            "seed": admission_round.seed,
        },
        "classes": [one.opening.training_class.code for one in inputs.classes],
        "traits": inputs.traits,
        "applicants": [application.number for application in inputs.applications],
        "arrays": inputs.arrays,
        "reserves": inputs.reserves,
        "output": {"contract": contract, "slot": outcome.slot.tolist(), "reserves": reserves},
    }
    text = text_of(bundle)
    run = Run.objects.create(
        round=admission_round,
        number=bundle["run"]["number"],  # type: ignore[index]
        kind=kind,
        bundle=text,
        sha256=sha256_of(text),
        proposed_by=actor,
    )
    _write_results(run, inputs, outcome, reserves)
    if kind == RunKind.FIRST:
        move(admission_round, "propose_result", actor=actor, run=run.number, sha256=run.sha256)
    else:
        Entry.write(actor, "propose_result", run, kind=str(kind), sha256=run.sha256)
    return run


def _protected(admission_round: AdmissionRound, kind: str, tickets: dict[str, int]) -> set[int]:
    """Return whose seat cannot be lost: in a refill everybody's; after an appeal everybody's whom it does not touch.

    Whoever accepted a seat keeps it in any case.
    """
    if kind == RunKind.FIRST:
        return set()
    live = Offer.objects.live().filter(application__round=admission_round)
    seats = {offer.application_id: offer for offer in live}
    if kind == RunKind.REFILL:
        return set(seats)
    anew = round_inputs(admission_round, tickets, protect=set())
    outcome, _agree = solved(anew.arrays)
    keep = set()
    for row, application in enumerate(anew.applications):
        offer = seats.get(application.pk)
        if offer is None:
            continue
        got = int(outcome.contract[row])
        if offer.state == OfferState.ACCEPTED or (got >= 0 and anew.choices[got].pk == offer.choice_id):
            keep.add(application.pk)
    return keep


def _write_results(run: Run, inputs: Inputs, outcome: Any, reserves: list[list[int]]) -> None:
    choices, starts = inputs.choices, inputs.arrays["indptr"]
    reserve_of = {applicant: (place, rank) for applicant, place, rank in reserves}
    refusals = refusals_of(
        round_of(inputs.arrays),
        outcome,
        band=[one.opening.band for one in inputs.classes],
        slot_group=inputs.slot_group,
    )
    made = []
    for row, application in enumerate(inputs.applications):
        got, slot = int(outcome.contract[row]), int(outcome.slot[row])
        place, rank = reserve_of.get(row, (None, None))
        waits = next(
            (
                choices[x]
                for x in range(starts[row], starts[row + 1])
                if inputs.arrays["contract_class"][x] == place
            ),
            None,
        )
        made.append(
            Result(
                run=run,
                application=application,
                choice=choices[got] if got >= 0 else None,
                seat=inputs.seats[slot][1] if slot >= 0 else None,
                reserve_choice=waits,
                reserve_rank=None if rank is None else rank + 1,
                reasons=[
                    {
                        "choice": choices[one.contract].pk,
                        "mark": one.mark,
                        "groups": one.groups,
                        "needed": one.needed,
                    }
                    for one in refusals[row]
                ],
            )
        )
    Result.objects.bulk_create(made, batch_size=2000)
