from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.core.tombstones import Tombstone, bury
from titian.journal.models import Entry, LegalHold
from titian.journal.queries import EXAMINED, Due
from titian.journal.retention import Rule


@transaction.atomic
def note_dry_run(due: Sequence[Due], *, fingerprint: str, actor: User) -> None:
    """Note that somebody saw what these rules would take."""
    told = {found.rule.table: found.rows for found in due if found.rows}
    Entry.write(actor, EXAMINED, "config.retention", fingerprint=fingerprint, due=told)


@transaction.atomic
def retire(rule: Rule, *, now: datetime, most: int, actor: User) -> int:
    """Delete or blank up to `most` rows that are due; their numbers are buried before, so that a restore replays it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.{rule.key} FROM {rule.table} t WHERE {rule.due} ORDER BY t.{rule.key} LIMIT %(most)s",
            {"now": now, "most": most},
        )
        keys = [key for (key,) in cursor.fetchall()]
    if not keys:
        return 0
    if isinstance(keys[0], int):  # sessions and counters of tries need no grave
        bury(Tombstone(rule.table, rule.deed, keys, now))
    gone = _do(rule, keys)
    Entry.write(actor, "retire", rule.table, count=gone, deed=rule.deed, days=rule.days)
    return gone


@transaction.atomic
def replay(rules: Sequence[Rule], tombstones: Sequence[Tombstone], *, actor: User) -> int:
    """Do again to a restored database what was done after its backup; numbers of the dead are never given again."""
    by_table: dict[tuple[str, str], Rule] = {(rule.table, rule.deed): rule for rule in rules}
    gone = 0
    for stone in tombstones:
        if rule := by_table.get((stone.table, stone.deed)):
            gone += _do(rule, stone.keys)
            _step_over(rule, max(stone.keys))
    Entry.write(actor, "replay_tombstones", "config.retention", count=gone, stones=len(tombstones))
    return gone


@transaction.atomic
def hold(person_id: int | None, *, reason: str, actor: User) -> LegalHold:
    """Stop every rule for one person, or for everybody, until the hold is lifted."""
    if not reason.strip():
        raise DomainError(_("Sebutkan dasar penahanan, misalnya nomor surat."), code="hold_without_reason")
    placed = LegalHold(person_id=person_id, reason=reason.strip(), placed_by=actor)
    placed.save()
    Entry.write(actor, "place_hold", placed, reason=placed.reason[:500])
    return placed


@transaction.atomic
def lift_hold(hold_id: int, *, reason: str, actor: User) -> None:
    """End a hold; what is due goes with the next run."""
    placed = LegalHold.objects.select_for_update().filter(pk=hold_id, lifted_at=None).first()
    if placed is None:
        raise DomainError(_("Penahanan itu tidak ada atau sudah dicabut."), code="unknown_hold")
    placed.lifted_at = timezone.now()
    placed.save(update_fields=["lifted_at"])
    Entry.write(actor, "lift_hold", placed, reason=reason[:500])


def _do(rule: Rule, keys: Sequence[object]) -> int:
    with connection.cursor() as cursor:
        if rule.deed == "blank":
            told = ", ".join(f"{column} = {value}" for column, value in rule.set.items())
            cursor.execute(f"UPDATE {rule.table} SET {told} WHERE {rule.key} = ANY(%s)", [list(keys)])
        elif rule.is_history:
            cursor.execute("SELECT retire_history(%s, %s)", [rule.table, list(keys)])
            return int(cursor.fetchone()[0])
        else:
            cursor.execute(f"DELETE FROM {rule.table} WHERE {rule.key} = ANY(%s)", [list(keys)])
        return int(cursor.rowcount)


def _step_over(rule: Rule, last: int) -> None:
    """Take the table's numbers up to `last`, so that a grave never names somebody new."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [rule.table, rule.key])
        (sequence,) = cursor.fetchone()
        if sequence is None:
            return
        cursor.execute("SELECT nextval(%s)", [sequence])
        (reached,) = cursor.fetchone()
        cursor.execute(
            "SELECT count(nextval(%s)) FROM generate_series(%s::bigint, %s::bigint)",
            [sequence, reached, last],
        )
