"""Who hands rosters in to a supervising centre, what was handed in, and what became of it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.memory import asked_once
from titian.network.models import Organisation, Role, Supervision
from titian.network.queries import MINISTRY_CENTRES, organisations_of
from titian.network.reach import Guided, Held, guided
from titian.rosters.models import LoadState, UploadedRoster, UploadState, Verdict
from titian.rosters.reading.verdicts import sentence

SENDERS = (Role.CENTRE_CLERK, Role.CENTRE_HEAD)
# Centres of the state load their own rosters, whoever guides them.
LOAD_THEMSELVES = (*MINISTRY_CENTRES, "uptp_satpel", "uptd_province", "uptd_regency")
NEVER_ANSWERS = "blk_komunitas"
CHANNEL_OF_KIND = {"blk_komunitas": "community", "lpk_company": "industry"}
USUAL_CHANNEL = "institutional"
REPAIRED = "repaired"  # held when read, sound since
INBOX_FILES = 200


class Way(NamedTuple):
    """An organisation that hands in, and the centre that answers for it."""

    sender: Organisation
    centre: Organisation


@dataclass
class Sending:
    """Files that came together."""

    batch: UUID
    sender: str
    centre: str
    year: int
    when: datetime
    note: str
    files: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class SentLine:
    """One file sent: where it stands, how many rows were judged how, and why rows are held."""

    upload: UploadedRoster
    state: str
    kind: str
    reason: str
    counts: list[tuple[str, int]]
    codes: list[tuple[str, int]]


@asked_once
def ways_to_hand_in(user: User, on: date) -> list[Way]:
    """Return from where to where this user hands rosters in on that day."""
    links = links_to_hand_in(user, on)
    known = Organisation.objects.in_bulk(
        {pk for one in links for pk in (one.organisation_id, one.supervisor_id)}
    )
    return [Way(known[one.organisation_id], known[one.supervisor_id]) for one in links]


def links_to_hand_in(user: User, on: date) -> list[Guided]:
    """Return the same, told by keys alone: which of the user's organisations is guided by whom."""
    own = organisations_of(user, on, SENDERS)
    links = {
        (one.organisation_id, one.supervisor_id): one
        for one in guided(user, on)
        if one.role in SENDERS and one.supervisor_id not in own
    }
    return list(links.values())


def not_responsible(centres: Iterable[int], on: date) -> dict[int, str | None]:
    """Return those of these centres that hand their rosters in, each with the name of the centre that answers.

    Centres of the state answer for their own rosters. A community centre never does; a private one does unless
    a centre guides it.
    """
    guide = Supervision.objects.filter(
        organisation=OuterRef("pk"), period__contains=on, supervisor__kind__trains=True
    ).values("supervisor__name")[:1]
    asked = Organisation.objects.filter(pk__in=list(centres), kind__trains=True).exclude(
        kind__in=LOAD_THEMSELVES
    )
    told = asked.annotate(guide=Subquery(guide)).values_list("pk", "kind", "guide")
    return {pk: name for pk, kind, name in told if name is not None or kind == NEVER_ANSWERS}


def answers(held: Held, *, guided: bool) -> bool:
    """Say of a place of work what `not_responsible` says of its key, by what is known of it already."""
    if not held.trains or held.kind in LOAD_THEMSELVES:
        return True
    return not guided and held.kind != NEVER_ANSWERS


def loads_own_rosters(user: User, on: date) -> bool:
    """Whether the user works for a centre that loads its rosters itself."""
    sending = {one.organisation_id for one in links_to_hand_in(user, on) if one.kind not in LOAD_THEMSELVES}
    return not sending.issuperset(organisations_of(user, on, SENDERS))


def channel_of(sender: Organisation) -> str:
    """Return the channel of what such an organisation runs."""
    return CHANNEL_OF_KIND.get(sender.kind_id, USUAL_CHANNEL)


def sendings_waiting(centres: Sequence[Organisation]) -> list[Sending]:
    """Return what was sent to these centres and nobody read yet, the longest waiting first."""
    waiting = (
        UploadedRoster.objects.filter(state=UploadState.SENT, centre__in=centres)
        .select_related("sender", "centre")
        .defer("content")
        .order_by("uploaded_at", "pk")[:INBOX_FILES]
    )
    found: dict[UUID, Sending] = {}
    for one in waiting:
        if one.sender and one.centre and one.year:
            sending = found.setdefault(
                one.batch,
                Sending(one.batch, one.sender.name, one.centre.name, one.year, one.uploaded_at, one.note),
            )
            sending.files.append(one.name)
    return list(found.values())


def sent_lines(uploads: Sequence[UploadedRoster]) -> list[SentLine]:
    """Return what became of each of these files; the sender sees counts of it, never the rows."""
    told: dict[int, _Outcome] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM handed_in_outcomes(%s)", [[one.pk for one in uploads]])
        for upload_id, state, verdict, code, n in cursor.fetchall():
            outcome = told.setdefault(upload_id, _Outcome(state))
            if code:
                outcome.codes[code] += n
            elif verdict:
                outcome.verdicts[verdict] += n
    return [_sent_line(one, told.get(one.pk)) for one in uploads]


class _Outcome:
    def __init__(self, state: str) -> None:
        self.state = state
        self.verdicts: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()


def _sent_line(upload: UploadedRoster, outcome: _Outcome | None) -> SentLine:
    if outcome is None or upload.state != UploadState.READ:
        label, kind = _while_waiting(upload.state)
        return SentLine(upload, label, kind, upload.refusal, [], [])
    label, kind = _once_read(outcome.state)
    found = outcome.verdicts
    counts = [
        (_("diterima"), found[Verdict.ACCEPTED] + found[Verdict.WARNING]),
        (_("ditahan"), found[Verdict.HELD]),
        (_("semula ditahan, sudah diperbaiki"), found[REPAIRED]),
        (_("berulang di paket"), found[Verdict.REPEATED]),
    ]
    shown = [(words, n) for words, n in counts if n]
    codes = [(sentence(code), n) for code, n in outcome.codes.most_common()]
    return SentLine(upload, label, kind, "", shown, codes)


def _while_waiting(state: str) -> tuple[str, str]:
    told = {
        UploadState.SENT: (_("Terkirim, menunggu dibaca balai"), "note"),
        UploadState.WAITING: (_("Sedang dibaca"), "note"),
        UploadState.RETURNED: (_("Dikembalikan"), "bad"),
        UploadState.REFUSED: (_("Tidak dapat dibaca"), "bad"),
    }
    return told.get(UploadState(state), (_("Dibaca"), "note"))


def _once_read(state: str) -> tuple[str, str]:
    told = {
        LoadState.STAGED: (_("Dibaca dan dinilai, belum dijalankan"), "note"),
        LoadState.CARRIED: (_("Dijalankan"), "good"),
        LoadState.UNCHANGED: (_("Sama dengan yang sudah dijalankan"), "good"),
        LoadState.UNDONE: (_("Dibatalkan balai"), "warn"),
    }
    return told[LoadState(state)]
