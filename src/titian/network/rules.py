"""Judgements about the network: the answer is the reason, or None."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from titian.network.models import Role

ROLE_NEEDS_KIND = {
    Role.NATIONAL_PLANNER: frozenset({"ministry", "directorate_general"}),
    Role.PROVINCIAL_OFFICE: frozenset({"agency_province"}),
    Role.REGENCY_OFFICE: frozenset({"agency_regency"}),
    Role.CERTIFICATION_BODY: frozenset({"certification_body"}),
    Role.INSURER_OFFICER: frozenset({"insurer"}),
    Role.EMPLOYER: frozenset({"employer", "lpk_company"}),
}
ROLES_OF_CENTRES = frozenset({Role.CENTRE_HEAD, Role.CENTRE_CLERK, Role.INSTRUCTOR})


def why_role_does_not_fit(role: Role, *, kind: str, trains: bool) -> str | None:
    """A role opens data, so it is held only where that work is done."""
    fits = trains if role in ROLES_OF_CENTRES else kind in ROLE_NEEDS_KIND.get(role, {kind})
    if fits:
        return None
    return _("Peran %(role)s tidak ada di lembaga jenis ini.") % {"role": role.label}


def why_not_signed(
    *, parties: Collection[int], promised_by: Collection[int], starts_on: date, ends_on: date | None
) -> str | None:
    """An agreement has two parties, promises only in their names, and ends after it starts."""
    if len(set(parties)) < 2:
        return _("Perjanjian memerlukan sedikitnya dua pihak.")
    if not set(promised_by) <= set(parties):
        return _("Janji hanya dapat dibuat oleh pihak dalam perjanjian.")
    if ends_on is not None and ends_on < starts_on:
        return _("Tanggal berakhir mendahului tanggal mulai berlaku.")
    return None
