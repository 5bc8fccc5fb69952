from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.accounts.queries import user_named
from titian.core.access import acting_as
from titian.core.errors import DomainError
from titian.evaluation.actions import publish_public_tables
from titian.evaluation.models import PublicTable
from titian.network.queries import organisation_by_name
from titian.planning.actions.targets import set_targets
from titian.planning.queries import targets_in_force
from titian.planning.targets import read_targets
from titian.rosters.actions import RosterFile, load_rosters
from titian.rosters.actions.words import load_words
from titian.rosters.manifest import Batch, batches_of
from titian.rosters.models import LoadedFile, LoadState
from titian.seeds.actions.accounts import open_demo_accounts
from titian.seeds.actions.boarding import seed_boarding
from titian.seeds.actions.counselling import seed_counselling
from titian.seeds.actions.earlier import publish_earlier_year, seed_earlier_classes
from titian.seeds.actions.network import build_demo_network
from titian.seeds.actions.nominations import seed_nominations
from titian.seeds.actions.rounds import build_demo_rounds
from titian.seeds.files import CENTRE, HEAD_OF_CENTRE, ROSTER_CLERK, YEAR, rosters_folder
from titian.standards.actions import load_code_lists
from titian.standards.models import Channel, Fund
from titian.standards.queries import codes_by_spelling

Progress = Callable[[str, int], None]  # what has just been done, and how many steps it was


def build_demo_world(progress: Progress = lambda _done, _steps: None) -> None:
    """Build what the demo shows, each part by the actions everybody uses; what is there stays as it is."""
    if settings.MODE not in {"demo", "test"}:
        raise DomainError(_("Dunia peragaan hanya dibangun dalam mode peragaan."), code="not_in_demo_mode")
    actor = system_actor("seed")
    with acting_as(actor.pk):
        load_code_lists(actor)
        load_words(actor)
        progress(_("Daftar kode"), 1)
        build_demo_network(actor)
        progress(_("Jaringan lembaga"), 1)
        open_demo_accounts(actor)
        progress(_("Akun peragaan"), 1)
        _set_demo_targets(actor)
        progress(_("Target"), 1)
        seed_counselling(actor)
        progress(_("Konseling"), 1)
        build_demo_rounds(actor)
        seed_nominations()
        seed_earlier_classes(actor)
        progress(_("Seleksi"), 1)
        seed_boarding(actor)
        progress(_("Pelatihan berasrama"), 1)
    load_demo_rosters(progress)
    with acting_as(actor.pk):
        open_demo_accounts(actor)  # those of community centres which the rosters named
    _publish_demo_year()
    publish_earlier_year()


def demo_steps() -> int:
    """Return how many steps building the world takes: a roster file is read and carried out."""
    return 7 + 2 * len(list(rosters_folder().glob("*.xlsx")))


def load_demo_rosters(progress: Progress = lambda _done, _steps: None) -> None:
    """Load the example rosters as the centre's clerk would; a file that is in already is left alone."""
    clerk = user_named(ROSTER_CLERK)
    with acting_as(clerk.pk):
        batches = [_not_yet_loaded(batch) for batch in batches_of([rosters_folder()], None)]
    for batch in batches:
        if batch.files:
            load_rosters(
                batch.files,
                centre=batch.centre,
                year=batch.year,
                actor=clerk,
                is_demo=True,  # everybody in the examples is invented
                progress=lambda name: progress(Path(name).name, 1),
            )


def _publish_demo_year() -> None:
    """Publish the year as its head of centre would, once."""
    head = user_named(HEAD_OF_CENTRE)
    with acting_as(head.pk):
        centre = organisation_by_name(CENTRE)
        if not PublicTable.objects.filter(centre=centre, year=YEAR).exists():
            publish_public_tables(centre, YEAR, actor=head)


def _not_yet_loaded(batch: Batch) -> Batch:
    loaded = set(
        LoadedFile.objects.filter(
            load__centre=batch.centre,
            load__year=batch.year,
            state__in=(LoadState.CARRIED, LoadState.UNCHANGED),
        ).values_list("sha256", flat=True)
    )
    return batch._replace(files=[file for file in batch.files if _sha256(file) not in loaded])


def _sha256(file: RosterFile) -> str:
    return hashlib.sha256(file.path.read_bytes()).hexdigest()


def _set_demo_targets(actor: User) -> None:
    if targets_in_force(organisation_by_name(CENTRE), YEAR) is None:
        rows = read_targets(
            rosters_folder() / "targets.csv",
            channels=codes_by_spelling(Channel),
            funds=codes_by_spelling(Fund),
        )
        set_targets(rows, actor=actor, today=timezone.localdate())
