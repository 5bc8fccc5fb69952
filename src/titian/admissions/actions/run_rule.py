"""Carry out the rule and lay its outcome before the head. Imported by jobs only: the engine is compiled code."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

import titian
from titian.accounts.models import User
from titian.admissions.actions.rounds import held
from titian.admissions.bundle import FORMAT, engine_hash, round_of, sha256_of, text_of
from titian.admissions.departures import REMOVE, NoSeat
from titian.admissions.models import AdmissionRound, Result, Run, RunKind
from titian.admissions.permissions import may_keep_round
from titian.admissions.queries.departures import standing_departures
from titian.admissions.queries.outcome import Outcome, outcome_of
from titian.admissions.queries.progress import unfinished_of
from titian.admissions.queries.published import run_in_force
from titian.admissions.queries.tickets import sealed_list, source_of, tickets_of
from titian.admissions.reasons import Refusal, refusals_of
from titian.admissions.refusals import refuse, refuse_unless
from titian.admissions.rules import why_not_proposed, why_run_is_out_of_turn
from titian.admissions.states import RunState
from titian.core.errors import DomainError
from titian.core.memory import remembering
from titian.journal.actions import move
from titian.journal.models import Entry


@transaction.atomic
def propose_result(admission_round: AdmissionRound, *, actor: User, kind: str = RunKind.FIRST) -> Run:
    """Run the rule by both implementations; only an outcome on which they agree is laid before the head."""
    admission_round = held(admission_round)
    refuse_unless(may_keep_round(actor, admission_round))
    first = kind == RunKind.FIRST
    with remembering():  # the checks and the rule read the same lists
        if first:
            refuse(why_not_proposed(**unfinished_of(admission_round)._asdict()), "not_finished")
        refuse(
            why_run_is_out_of_turn(is_first=first, state=admission_round.state),
            "not_drawn" if first else "not_confirmed",
        )
        sealed = sealed_list(admission_round)
        tickets = tickets_of(admission_round, [number for number, _salt in sealed])
        found = _agreed_outcome(admission_round, kind, tickets)
    for former in Run.objects.select_for_update().filter(round=admission_round, state=RunState.PROPOSED):
        move(former, "replace_run", actor=actor)
    number = admission_round.runs.count() + 1
    bundle: dict[str, Any] = {
        "format": FORMAT,
        "round": {"centre": admission_round.centre.name, "name": admission_round.name},
        "run": {"number": number, "kind": str(kind)},
        "code": {"version": titian.__version__, "engine": engine_hash()},
        "lottery": {
            "applications": [number for number, _salt in sealed],
            "salts": [salt.hex() for _number, salt in sealed],
            "root": admission_round.root,
            "source": source_of(admission_round),
            "thrown": admission_round.thrown,
            "seed": admission_round.seed,
        },
        "former": _former(admission_round),
        "classes": [one.opening.training_class.code for one in found.inputs.classes],
        "traits": found.inputs.traits,
        "applicants": found.numbers,
        "arrays": found.inputs.arrays,
        "departures": found.changes,
        "losers": found.losers,
        "reserves": found.inputs.reserves,
        "output": {
            "contract": found.contract,
            "slot": found.assignment.slot.tolist(),
            "reserves": found.reserves,
        },
    }
    text = text_of(bundle)
    run = Run.objects.create(
        round=admission_round,
        number=number,
        kind=kind,
        bundle=text,
        sha256=sha256_of(text),
        proposed_by=actor,
    )
    _write_results(run, found)
    admission_round.run_trouble = ""
    if first:
        move(admission_round, "propose_result", actor=actor, run=run.number, sha256=run.sha256)
    else:
        admission_round.save(update_fields=["run_trouble"])
        Entry.write(actor, "propose_result", run, kind=str(kind), sha256=run.sha256)
    return run


@transaction.atomic
def note_trouble(admission_round: AdmissionRound, words: str, *, actor: User) -> None:
    """Write down why the rule gave no result, for whoever waits for it on the page."""
    admission_round = held(admission_round)
    refuse_unless(may_keep_round(actor, admission_round))
    admission_round.run_trouble = words[:300]
    admission_round.save(update_fields=["run_trouble"])
    Entry.write(actor, "run_failed", admission_round, reason=words[:300])


def _agreed_outcome(admission_round: AdmissionRound, kind: str, tickets: dict[str, int]) -> Outcome:
    try:
        found = outcome_of(admission_round, kind, tickets, standing_departures(admission_round))
    except NoSeat:
        raise DomainError(
            _(
                "Perubahan yang disetujui tidak mendapat kursi: semuanya dipegang orang yang sudah menerimanya."
            ),
            code="no_seat",
        ) from None
    if not found.agree:
        raise DomainError(
            _("Kedua perhitungan tidak sama, jadi hasilnya tidak dapat diumumkan. Hubungi pengelola sistem."),
            code="implementations_disagree",
        )
    return found


def _former(admission_round: AdmissionRound) -> dict[str, Any] | None:
    """Return which run was in force before, by number and hash; None before the first."""
    former = Run.objects.filter(pk__in=[run_in_force(admission_round.pk)]).first()
    return {"run": former.number, "sha256": former.sha256} if former else None


def _write_results(run: Run, found: Outcome) -> None:
    inputs, outcome = found.inputs, found.assignment
    choices, starts = inputs.choices, inputs.arrays["indptr"]
    reserve_of = {applicant: (place, rank) for applicant, place, rank in found.reserves}
    refusals = refusals_of(
        round_of(found.changed),
        outcome,
        band=[one.opening.band for one in inputs.classes],
        slot_group=inputs.slot_group,
    )
    costs = _costs(run, found)
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
                application_id=application,
                choice_id=choices[got] if got >= 0 else None,
                seat=inputs.seats[slot][1] if slot >= 0 else None,
                reserve_choice_id=waits,
                reserve_rank=None if rank is None else rank + 1,
                reasons=[_reason(one, choices[one.contract], costs) for one in refusals[row]],
            )
        )
    Result.objects.bulk_create(made, batch_size=2000)


def _reason(one: Refusal, choice: int, costs: dict[int, dict[str, Any]]) -> dict[str, Any]:
    said = {"choice": choice, "mark": one.mark, "groups": one.groups, "needed": one.needed}
    return {**said, **costs.get(choice, {})}


def _costs(run: Run, found: Outcome) -> dict[int, dict[str, Any]]:
    """Return by choice what a change against the rule cost: the seat it took, or that the person was taken out.

    What an earlier result in force said stays said: later runs find the seat held and cannot know it.
    """
    told: dict[int, dict[str, Any]] = {}
    for former in Result.objects.filter(run=run_in_force(run.round_id)):
        for reason in former.reasons:
            if cost := {key: reason[key] for key in ("lost", "removed") if key in reason}:
                told[reason["choice"]] = cost
    choices, starts = found.inputs.choices, found.inputs.arrays["indptr"]
    row_of = {number: row for row, number in enumerate(found.numbers)}
    causes = [[one["cause"], one["basis"]] for one in found.changes]
    for number in found.losers:
        told[choices[found.alone[row_of[number]]]] = {"lost": causes}
    for one in found.changes:
        if one["kind"] == REMOVE:
            row = row_of[one["number"]]
            for x in range(starts[row], starts[row + 1]):
                told[choices[x]] = {"removed": [one["cause"], one["basis"]]}
    return told
