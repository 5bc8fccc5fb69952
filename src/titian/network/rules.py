"""Judgements about the network: the answer is the reason, or None."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from titian.network.models import Role, Scope

ROLE_NEEDS_KIND = {
    Role.NATIONAL_PLANNER: frozenset({"ministry", "directorate_general"}),
    Role.PROVINCIAL_OFFICE: frozenset({"agency_province"}),
    Role.REGENCY_OFFICE: frozenset({"agency_regency"}),
    Role.CERTIFICATION_BODY: frozenset({"certification_body"}),
    Role.INSURER_OFFICER: frozenset({"insurer"}),
    Role.EMPLOYER: frozenset({"employer", "lpk_company"}),
}
ROLES_OF_CENTRES = frozenset({Role.CENTRE_HEAD, Role.CENTRE_CLERK, Role.INSTRUCTOR})
TOKEN_DAYS_AT_MOST = 366
REQUESTS_A_MINUTE = 120


def why_role_does_not_fit(role: Role, *, kind: str, trains: bool) -> str | None:
    """A role opens data, so it is held only where that work is done."""
    fits = trains if role in ROLES_OF_CENTRES else kind in ROLE_NEEDS_KIND.get(role, {kind})
    if fits:
        return None
    return _("Peran %(role)s tidak ada di lembaga jenis ini.") % {"role": role.label}


def why_not_signed(
    *,
    parties: Collection[int],
    promises: Collection[tuple[int, str]],
    starts_on: date,
    ends_on: date | None,
) -> str | None:
    """An agreement has two parties, promises only in their names, each once, and ends after it starts.

    `promises` are pairs of who promises and what.
    """
    if len(set(parties)) < 2:
        return _("Perjanjian memerlukan sedikitnya dua pihak.")
    if not {promised_by for promised_by, _kind in promises} <= set(parties):
        return _("Janji hanya dapat dibuat oleh pihak dalam perjanjian.")
    if len(set(promises)) < len(promises):
        return _("Satu pihak menjanjikan hal yang sama dua kali. Jadikan satu baris.")
    if ends_on is not None and ends_on < starts_on:
        return _("Tanggal berakhir mendahului tanggal mulai berlaku.")
    return None


def why_not_added(*, starts_on: date, first_starts_on: date) -> str | None:
    """An addendum is in force no earlier than the agreement it changes."""
    if starts_on < first_starts_on:
        return _("Adendum tidak dapat berlaku sebelum perjanjian yang diubahnya.")
    return None


def role_of_token(*, kind: str, trains: bool) -> Role | None:
    """Return the role in which a programme of such an organisation acts: the plain clerk's, never the head's."""
    if trains:
        return Role.CENTRE_CLERK
    for role in (Role.REGENCY_OFFICE, Role.PROVINCIAL_OFFICE, Role.NATIONAL_PLANNER):
        if kind in ROLE_NEEDS_KIND[role]:
            return role
    return None


def why_no_token(
    *, role: Role | None, scopes: Iterable[str], made_at: datetime, expires_at: datetime
) -> str | None:
    """A token acts in a role, opens something that role may do, and ends within about a year."""
    wanted = set(scopes)
    if not wanted or wanted - set(Scope.values):
        return _("Pilih sedikitnya satu cakupan dari daftar; tanpa cakupan, token tidak membuka apa pun.")
    if wanted & {Scope.ROSTERS_READ, Scope.ROSTERS_WRITE} and role != Role.CENTRE_CLERK:
        return _(
            "Daftar peserta dimuat oleh balai, jadi hanya token balai yang dapat memuat atau membacanya."
        )
    if Scope.EVALUATION_READ in wanted and role is None:
        return _("Lembaga jenis ini tidak membaca evaluasi; pilih cakupan daftar kode saja.")
    if not made_at < expires_at <= made_at + timedelta(days=TOKEN_DAYS_AT_MOST):
        return _("Token berlaku paling lama satu tahun, supaya kunci yang terlupakan tidak terbuka terus.")
    return None
