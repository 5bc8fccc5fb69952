"""Bring the tables of an older release up to this one, on a server that may be in use."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations import Migration
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.actions import system_actor
from titian.config.backups import back_up
from titian.config.schema import refuse_newer_schema, waiting_migrations
from titian.core.access import acting_as
from titian.core.errors import DomainError
from titian.evaluation.actions import rebuild
from titian.rosters.actions.words import load_words

TRIES, PAUSE = 6, 5
TRY_AGAIN = os.EX_TEMPFAIL  # how a command ends that found a table in use


def why_not_reversible(migration: Migration) -> str | None:
    """Return the reason the migration gives for having no way back, or None where it has one."""
    if all(operation.reversible for operation in migration.operations):
        return None
    return str(getattr(migration, "no_way_back", "")) or "?"


def upgrade(*, backup_to: Path | None, say: Callable[[str], None]) -> None:
    """Back up, migrate as the owner without holding anybody up for long, then load lists and fold anew."""
    refuse_newer_schema()
    waiting = waiting_migrations()
    if waiting:
        if backup_to is not None:
            _make(backup_to)
            say(_("Cadangan: %(path)s") % {"path": back_up(backup_to, now=timezone.localtime())})
        for migration in waiting:
            if reason := why_not_reversible(migration):
                say(
                    _("Tidak dapat dimundurkan: %(name)s (%(reason)s); jalan kembali hanya cadangan.")
                    % {"name": f"{migration.app_label}.{migration.name}", "reason": reason}
                )
        _migrate(len(waiting), say)
    else:
        say(_("Tabel sudah sesuai dengan versi ini."))
    call_command("codelists", "load", stdout=sys.stderr)
    call_command("network", "load", stdout=sys.stderr)
    actor = system_actor("shell")
    with acting_as(actor.pk):
        load_words(actor)
        if waiting:
            say(_("%(n)d catatan kepesertaan dibangun ulang.") % {"n": rebuild(actor=actor)})


def _migrate(count: int, say: Callable[[str], None]) -> None:
    """As the owner in a process of its own; a table in use is waited for in short turns, never in a queue."""
    say(_("Menerapkan %(n)d perubahan tabel ...") % {"n": count})
    connections.close_all()
    for turn in range(TRIES):
        if turn:
            say(_("Tabel sedang dipakai; dicoba lagi."))
            time.sleep(PAUSE)
        command = [sys.executable, "-m", "titian", "migrate", "--verbosity", "1"]
        code = subprocess.run(command, stdout=sys.stderr, check=False).returncode
        if code == 0:
            return
        if code != TRY_AGAIN:
            break
    raise DomainError(
        _("Perubahan tabel belum selesai; yang sudah diterapkan utuh. Ulangi ./titian upgrade."),
        code="upgrade_unfinished",
    )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise DomainError(
            _("Cadangan tidak dapat ditulis ke %(path)s: %(fault)s.")
            % {"path": folder, "fault": fault.strerror},
            code="backup_unwritten",
        ) from fault


def default_backups() -> Path:
    """Return where a backup goes that nobody named a place for: among the others, so that it ends with them."""
    return Path(settings.BACKUPS or settings.HOME / "backups")
