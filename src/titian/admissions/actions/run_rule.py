"""Carry out the rule and lay its outcome before the head. Imported by jobs only: the engine is compiled code."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import polars as pl
from django.db import connection, transaction
from django.utils.translation import gettext as _

import titian
from engines.admission import Round
from titian.accounts.models import User
from titian.admissions.actions.rounds import held
from titian.admissions.arrays import IntArray
from titian.admissions.bundle import FORMAT, engine_hash, sha256_of, text_of
from titian.admissions.departures import NOWHERE, REMOVE, NoSeat
from titian.admissions.models import AdmissionRound, Result, Run, RunKind
from titian.admissions.permissions import may_keep_round
from titian.admissions.queries.departures import standing_departures
from titian.admissions.queries.inputs import Inputs
from titian.admissions.queries.outcome import Outcome, outcome_of
from titian.admissions.queries.progress import unfinished_of
from titian.admissions.queries.published import run_in_force
from titian.admissions.queries.tickets import sealed_list, source_of, tickets_of
from titian.admissions.reasons import Refusals, refusals_of
from titian.admissions.refusals import refuse, refuse_unless
from titian.admissions.rules import why_not_proposed, why_run_is_out_of_turn
from titian.admissions.states import RunState
from titian.core.db.bulk import copied_in
from titian.core.errors import DomainError
from titian.core.memory import remembering
from titian.journal.actions import move
from titian.journal.models import Entry

RESULTS = {
    "application": "bigint", "choice": "bigint", "seat": "smallint", "reserve_choice": "bigint",
    "reserve_rank": "smallint", "reasons": "jsonb",
}  # fmt: skip


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
        "applicants": found.inputs.numbers,
        "arrays": found.inputs.arrays,
        "departures": found.changes,
        "losers": found.losers,
        "reserves": found.inputs.reserves,
        "output": {
            "contract": found.assignment.contract,
            "slot": found.assignment.slot,
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
    former = Run.objects.filter(pk__in=[run_in_force(admission_round.pk)]).defer("bundle").first()
    return {"run": former.number, "sha256": former.sha256} if former else None


def _write_results(run: Run, found: Outcome) -> None:
    """Write what the run says of everybody, with the reasons, in one statement."""
    inputs, outcome = found.inputs, found.assignment
    refused = refusals_of(
        Round(**found.changed),
        outcome,
        band=np.array([one.opening.band for one in inputs.classes], dtype=np.int64),
        slot_group=inputs.slot_group,
    )
    waits, rank = _reserves(found)
    frame = pl.DataFrame(
        {
            "application": inputs.applications,
            "choice": _where(inputs.choices, outcome.contract),
            "seat": _where(inputs.arrays["slot_rank"], outcome.slot),
            "reserve_choice": _where(inputs.choices, waits),
            "reserve_rank": rank,
        }
    ).with_columns(pl.all().replace(NOWHERE, None), reasons=_reasons(inputs, refused, _costs(run, found)))
    with copied_in("new_results", RESULTS, [frame]) as name, connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO admissions_result
                (run_id, application_id, choice_id, seat, reserve_choice_id, reserve_rank, reasons)
            SELECT %s, application, choice, seat, reserve_choice, reserve_rank, reasons FROM {name}
            """,
            [run.pk],
        )


def _where(values: IntArray, rows: IntArray) -> IntArray:
    """Return the value of each row, NOWHERE where there is none."""
    return np.where(rows >= 0, np.append(values, NOWHERE)[rows], NOWHERE)


def _reserves(found: Outcome) -> tuple[IntArray, IntArray]:
    """Return by applicant the contract and the place (1, 2, ...) of a reserve, NOWHERE of all others."""
    arrays, people = found.inputs.arrays, len(found.inputs.applications)
    waits, rank, of_class = (np.full(people, NOWHERE) for _column in range(3))
    rows = np.array(found.reserves, dtype=np.int64).reshape(-1, 3)
    of_class[rows[:, 0]], rank[rows[:, 0]] = rows[:, 1], rows[:, 2] + 1
    owner = np.repeat(np.arange(people), np.diff(arrays["indptr"]))
    fits = np.flatnonzero(arrays["contract_class"] == of_class[owner])
    whose, first = np.unique(owner[fits], return_index=True)
    waits[whose] = fits[first]
    return waits, rank


def _reasons(inputs: Inputs, refused: Refusals, costs: dict[int, dict[str, Any]]) -> pl.Series:
    """Return the reasons of each applicant as JSON."""
    more = {choice: "," + json.dumps(cost, ensure_ascii=False)[1:-1] for choice, cost in costs.items()}
    groups = pl.Series([json.dumps(answer) for answer in refused.groups], dtype=pl.String)
    mark, needed = (
        pl.col(name).fill_nan(None).cast(pl.String).fill_null("null") for name in ("mark", "needed")
    )
    told = (
        pl.DataFrame(
            {
                "row": refused.applicant,
                "choice": inputs.choices[refused.contract],
                "mark": refused.mark,
                "needed": refused.needed,
                "groups": groups.gather(refused.answer),
            }
        )
        .with_columns(more=pl.col("choice").replace_strict(more, default="", return_dtype=pl.String))
        .select(
            "row",
            said=pl.concat_str(
                pl.lit('{"choice":'),
                "choice",
                pl.lit(',"mark":'),
                mark,
                pl.lit(',"groups":'),
                "groups",
                pl.lit(',"needed":'),
                needed,
                "more",
                pl.lit("}"),
            ),
        )
        .group_by("row", maintain_order=True)
        .agg(pl.col("said").str.join(","))
    )
    everybody = pl.DataFrame({"row": np.arange(len(inputs.applications))})
    told = everybody.join(told, on="row", how="left", maintain_order="left")
    return told.select(pl.concat_str(pl.lit("["), pl.col("said").fill_null(""), pl.lit("]"))).to_series()


def _costs(run: Run, found: Outcome) -> dict[int, dict[str, Any]]:
    """Return by choice what a change against the rule cost: the seat it took, or that the person was taken out.

    What an earlier result in force said stays said: later runs find the seat held and cannot know it.
    """
    told: dict[int, dict[str, Any]] = {}
    for former in Result.objects.filter(run=run_in_force(run.round_id)):
        for reason in former.reasons:
            if cost := {key: reason[key] for key in ("lost", "removed") if key in reason}:
                told[reason["choice"]] = cost
    if not found.changes:
        return told
    choices, starts = found.inputs.choices.tolist(), found.inputs.arrays["indptr"]
    row_of = {number: row for row, number in enumerate(found.inputs.numbers)}
    causes = [[one["cause"], one["basis"]] for one in found.changes]
    for number in found.losers:
        told[choices[found.alone[row_of[number]]]] = {"lost": causes}
    for one in found.changes:
        if one["kind"] == REMOVE:
            row = row_of[one["number"]]
            for choice in choices[starts[row] : starts[row + 1]]:
                told[choice] = {"removed": [one["cause"], one["basis"]]}
    return told
