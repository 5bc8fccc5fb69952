"""What is examined in an installation, and what to do about each finding."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.config.clock import seconds_moved_back
from titian.config.readiness import why_not_ready
from titian.config.serving import BLOCKING_THREADS
from titian.core.clock import APART, seconds_apart
from titian.core.db.roles import why_role_may_not_serve

OLDEST_POSTGRESQL = 150000
FREE_BYTES = 1024**3
WORKER_CONNECTIONS = 8  # jobs, listening, and their own transactions
SPARE_CONNECTIONS = 6  # backup, doctor, a person with psql


class Finding(NamedTuple):
    """One thing examined: what it is, how it stands, and the remedy where it is wrong."""

    what: str
    found: str
    remedy: str = ""


def examine() -> Iterator[Finding]:
    """Examine everything that needs no database."""
    yield Finding(_("mode"), settings.MODE)
    for reason in why_not_ready(os.environ, settings.HOME) if settings.PRODUCTION else []:
        yield Finding(_("pengaturan"), _("belum lengkap"), reason)
    yield _keys(settings.HOME / "keys.json")
    yield _disk(settings.HOME)


def examine_database() -> Iterator[Finding]:
    """Examine a database that answers."""
    kind = _("server dari DATABASE_URL") if settings.EXTERNAL_DATABASE else _("server bawaan")
    yield Finding(_("basis data"), f"{kind}, {_one('SHOW server_version')}")
    version = int(_one("SHOW server_version_num"))
    if version < OLDEST_POSTGRESQL:
        yield Finding(_("versi PostgreSQL"), str(version), _("Pakai PostgreSQL 15 atau lebih baru."))
    role = _one("SELECT current_user")
    yield Finding(_("peran yang melayani"), role, why_role_may_not_serve() or "")
    yield _owner()
    yield _clock()
    yield _connections()
    if waiting := _unapplied():
        yield Finding(
            _("migrasi"), _("%(n)d belum diterapkan") % {"n": waiting}, _("Jalankan ./titian migrate.")
        )
        return
    yield Finding(_("migrasi"), _("lengkap"))
    yield _schedule()
    yield _demo_people()


def _keys(path: Path) -> Finding:
    what = _("berkas kunci")
    if not path.exists():
        return Finding(what, _("tidak ada"), _("Jalankan ./titian init, atau pulihkan dari cadangan."))
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode != 0o600:
        return Finding(what, f"{path} {mode:04o}", f"chmod 600 {path}")
    return Finding(what, f"{path} 0600")


def _disk(home: Path) -> Finding:
    while not home.exists():
        home = home.parent
    free = shutil.disk_usage(home).free
    remedy = "" if free >= FREE_BYTES else _("Kosongkan ruang disk: kurang dari 1 GB tersisa.")
    return Finding(_("ruang disk"), f"{free / FREE_BYTES:.1f} GB", remedy)


def _owner() -> Finding:
    what = _("peran pemilik")
    owner: dict[str, Any] = settings.OWNER_DATABASE
    try:
        with psycopg.connect(
            host=owner["HOST"],
            port=owner.get("PORT") or None,
            user=owner["USER"],
            password=owner.get("PASSWORD") or None,
            dbname=owner["NAME"],
        ) as server:
            row = server.execute(
                "SELECT current_user, rolsuper, has_schema_privilege('public', 'CREATE')"
                " FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.OperationalError:
        return Finding(what, _("tidak dapat masuk"), _("Isi DATABASE_OWNER_URL dengan peran titian_owner."))
    name, is_superuser, may_create = row or ("", False, False)
    if is_superuser:
        return Finding(what, name, _("Pemilik tidak boleh superuser: pakai peran titian_owner."))
    if not may_create:
        return Finding(what, name, _("Peran ini tidak dapat membuat tabel: isi DATABASE_OWNER_URL."))
    return Finding(what, name)


def _clock() -> Finding:
    apart = seconds_apart()
    remedy = "" if apart <= APART else _("Samakan jam mesin ini dan jam server basis data (NTP).")
    return Finding(_("jam"), _("selisih %(n).0f detik") % {"n": apart}, remedy)


def _schedule() -> Finding:
    """A worker that runs finds it out within a minute and begins its schedule anew; otherwise none runs."""
    back = seconds_moved_back()
    remedy = (
        ""
        if back <= APART
        else _(
            "Jam pernah dimundurkan: samakan jam (NTP); bila semenit lagi masih begini, mulai ulang titian-worker."
        )
    )
    return Finding(_("jadwal"), _("%(n).0f detik di depan jam") % {"n": back}, remedy)


def _connections() -> Finding:
    """Compare what the processes of one machine may open with what the server gives."""
    limit = int(_one("SHOW max_connections")) - int(_one("SHOW superuser_reserved_connections"))
    web = (os.cpu_count() or 2) * BLOCKING_THREADS * len(settings.DATABASES)
    wanted = web + WORKER_CONNECTIONS + SPARE_CONNECTIONS
    found = _("%(wanted)d dari %(limit)d") % {"wanted": wanted, "limit": limit}
    remedy = (
        ""
        if wanted <= limit
        else _("Naikkan max_connections, atau jalankan serve dengan --workers lebih kecil.")
    )
    return Finding(_("sambungan basis data"), found, remedy)


def _unapplied() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _demo_people() -> Finding:
    what = _("akun peragaan")
    count = User.objects.filter(is_demo=True).count()
    if settings.PRODUCTION and count:
        return Finding(
            what,
            str(count),
            _("Basis data ini berisi peragaan: pakai basis data lain untuk instalasi sungguhan."),
        )
    return Finding(what, str(count))


def _one(query: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]
