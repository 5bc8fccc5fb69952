"""Row-level security holds only for a role that cannot step over it."""

from __future__ import annotations

from django.db import connections
from django.utils.translation import gettext as _


def why_role_may_not_serve(*, using: str = "default") -> str | None:
    """Return why this connection must not answer people's requests, or None."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            """
            SELECT current_user, rolsuper, rolbypassrls, EXISTS (
                SELECT FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND pg_has_role(relowner, 'USAGE')
            )
            FROM pg_roles WHERE rolname = current_user
            """
        )
        role, is_superuser, steps_over, owns = cursor.fetchone()
    if is_superuser:
        reason = _("Peran basis data %(role)s adalah superuser, sehingga dinding kedua tidak berlaku.")
    elif steps_over:
        reason = _("Peran basis data %(role)s melewati kebijakan baris (BYPASSRLS).")
    elif owns:
        reason = _("Peran basis data %(role)s memiliki tabel, sehingga kebijakan baris tidak berlaku.")
    else:
        return None
    return reason % {"role": role} + " " + _("Isi DATABASE_URL dengan peran titian_app.")
