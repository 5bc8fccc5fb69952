from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.access import acting_as
from titian.core.errors import DomainError
from titian.network.models import Organisation
from titian.rosters.actions.carry_out import carry_out
from titian.rosters.actions.stage import RosterFile, stage
from titian.rosters.actions.words import remember_heading
from titian.rosters.models import Load, LoadState
from titian.rosters.permissions import may_load_rosters, why_not_responsible
from titian.rosters.queries.vocabulary import vocabulary
from titian.rosters.reading.files import sha256_of

FIRST_YEAR = 2000
HAND_IN_LOCK = 7_201_002
SENT_AGAIN_WITHIN = timedelta(minutes=10)


def load_rosters(
    files: Sequence[RosterFile],
    *,
    centre: Organisation,
    year: int,
    actor: User,
    overrides: Mapping[str, str] | None = None,
    stage_only: bool = False,
    confirm_vanished: bool = False,
    is_demo: bool = False,
    progress: Callable[[str], None] = lambda _step: None,
) -> Load:
    """Stage the files and carry each out in a transaction of its own, as `actor`.

    A process killed on the way leaves whole files: carried out or not. Headings explained by `overrides` are
    remembered for the centre.
    """
    refuse_foreign_year(year)
    with acting_as(actor.pk):
        if not may_load_rosters(actor, centre):
            raise DomainError(
                _("%(user)s tidak berwenang memuat daftar peserta %(centre)s.")
                % {"user": actor, "centre": centre},
                code="may_not_load",
            )
        if reason := why_not_responsible(centre):
            raise DomainError(reason, code="centre_not_responsible")
        words = vocabulary(centre.pk)
        load = stage(
            files, centre=centre, year=year, vocabulary=words, actor=actor, overrides=overrides,
            is_demo=is_demo, anew=confirm_vanished, progress=progress,
        )  # fmt: skip
        for heading, field in (overrides or {}).items():
            remember_heading(centre, heading, field, actor)
        staged = list(load.files.filter(state=LoadState.STAGED).order_by("pk"))
    if not stage_only:
        for file in staged:
            with acting_as(actor.pk):
                carry_out(file, actor=actor, confirm_vanished=confirm_vanished)
            progress(file.name)
    return load


@transaction.atomic
def hand_in_rosters(files: Sequence[RosterFile], *, centre: Organisation, year: int, actor: User) -> Load:
    """Stage files of a machine once: what it sends again because no answer reached it is the same load."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [HAND_IN_LOCK, centre.pk])
    told = sorted((sha256_of(file.path), file.channel) for file in files)
    since = timezone.now() - SENT_AGAIN_WITHIN
    with acting_as(actor.pk):
        earlier = Load.objects.filter(
            centre=centre, year=year, actor=actor, started_at__gt=since, undone_at=None
        )
        for load in earlier.exclude(files__state=LoadState.CARRIED).order_by("-pk"):
            if sorted(load.files.values_list("sha256", "channel_id")) == told:
                return load
    return load_rosters(files, centre=centre, year=year, actor=actor, stage_only=True)


def refuse_foreign_year(year: int) -> None:
    """Refuse a year in which no roster can lie."""
    latest = timezone.localdate().year + 1
    if not FIRST_YEAR <= year <= latest:
        raise DomainError(
            _("Tahun %(year)s tidak masuk akal; isi antara %(first)d dan %(latest)d.")
            % {"year": year, "first": FIRST_YEAR, "latest": latest},
            code="year_out_of_range",
        )
