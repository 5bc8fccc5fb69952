"""Make participation records anew from the stations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.core.access import acting_as
from titian.core.errors import DomainError
from titian.evaluation.actions.roll import refresh_stale, roll_all, rolling
from titian.evaluation.models import Participation
from titian.evaluation.queries.cells import registry_fingerprint
from titian.evaluation.queries.folding import something_waits
from titian.evaluation.queries.source import PARTICIPATION
from titian.journal.models import Entry

FOLD = (
    "fold"  # a connection of its own: what is folded stays folded, whatever becomes of the reader's request
)
ONE_AT_A_TIME = 7_435_127
NAMES = [field.attname for field in Participation._meta.concrete_fields]
COLUMNS = ", ".join(NAMES)
INSERT = f"INSERT INTO evaluation_participation AS held ({COLUMNS}) SELECT {COLUMNS} FROM ({PARTICIPATION}"
# Most of what is touched says what it said; such a record is not written again.
WHERE_DIFFERENT = f"""
    ON CONFLICT (enrolment_id) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in NAMES[1:])}
    WHERE ({", ".join(f"held.{name}" for name in NAMES)})
        IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in NAMES)})
"""
VANISHED = """
    DELETE FROM evaluation_participation AS held WHERE enrolment_id = ANY(%s)
    AND NOT EXISTS (SELECT FROM training_enrolment e WHERE e.id = held.enrolment_id)
"""


def fold_touched() -> int:
    """Make the touched records anew and return how many; what is appended meanwhile stays queued."""
    if not something_waits():
        return 0
    with _national_scope() as cursor:
        cursor.execute("DELETE FROM evaluation_touchedenrolment RETURNING enrolment_id")
        touched = sorted({enrolment_id for (enrolment_id,) in cursor.fetchall()})
        with rolling(cursor, touched, today=timezone.localdate()):
            if touched:
                cursor.execute(VANISHED, [touched])
                cursor.execute(f"{INSERT} WHERE e.id = ANY(%s)) AS source {WHERE_DIFFERENT}", [touched])
    return len(touched)


def rebuild(*, actor: User) -> int:
    """Make every record from scratch and return how many."""
    with _national_scope() as cursor:
        cursor.execute("DELETE FROM evaluation_touchedenrolment")
        cursor.execute("DELETE FROM evaluation_participation")
        cursor.execute(f"{INSERT}) AS source")
        made: int = cursor.rowcount
        roll_all(cursor, today=timezone.localdate())
    Entry.write(actor, "rebuild_participation", "evaluation.participation", records=made)
    return made


def refresh_rollups() -> int:
    """Roll up what has no roll-up yet and count anew what does not add up; return the centre-years renewed."""
    with _national_scope() as cursor:
        cursor.execute("SELECT FROM evaluation_rollupstate WHERE registry = %s", [registry_fingerprint()])
        if cursor.fetchone() is None:
            roll_all(cursor, today=timezone.localdate())
        return refresh_stale(cursor, today=timezone.localdate())


@contextmanager
def _national_scope() -> Iterator[CursorWrapper]:
    """Act as `system:fold`, one at a time; under a narrower scope the records of others would vanish."""
    with acting_as(system_actor("fold", using=FOLD).pk, using=FOLD), connections[FOLD].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        cursor.execute("SELECT app_sees_all()")
        if cursor.fetchone() != (True,):
            raise DomainError(
                _("Pelaku system:fold tidak melihat semua catatan; kepesertaan tidak dilipat."),
                code="fold_blind",
            )
        yield cursor
