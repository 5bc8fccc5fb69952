from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.actions import open_account
from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.actions.add_member import add_member, end_membership
from titian.network.models import ApiToken, Membership, Organisation
from titian.network.queries.tokens import PREFIX, digest_of
from titian.network.rules import role_of_token, why_no_token


class NewToken(NamedTuple):
    """The token and its key; nobody can read the key again."""

    token: ApiToken
    key: str


@transaction.atomic
def make_token(
    organisation: Organisation, name: str, *, scopes: Collection[str], expires_at: datetime, actor: User
) -> NewToken:
    """Make a key for a programme of the organisation, and the user it acts as."""
    kind = organisation.kind
    role = role_of_token(kind=kind.code, trains=kind.trains)
    now = timezone.now()
    if reason := why_no_token(role=role, scopes=scopes, made_at=now, expires_at=expires_at):
        raise DomainError(reason, code="token_refused")
    if ApiToken.objects.filter(organisation=organisation, name=name, revoked_at=None).exists():
        raise DomainError(
            _("Sudah ada token bernama %(name)s. Pilih nama lain, atau cabut yang lama lebih dahulu.")
            % {"name": name},
            code="token_name_taken",
        )
    # Without a password nobody signs in as it.
    acts_as = open_account(
        f"api:{organisation.pk}:{secrets.token_hex(6)}", f"{name} (API)", is_demo=organisation.is_demo
    )
    if role is not None:
        add_member(acts_as, organisation, role, actor=actor, on=timezone.localdate(now))
    key = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        organisation=organisation,
        name=name,
        made_by=actor,
        acts_as=acts_as,
        digest=digest_of(key),
        scopes=sorted(set(scopes)),
        expires_at=expires_at,
    )
    Entry.write(actor, "make_token", token, scopes=token.scopes, expires_at=expires_at.isoformat())
    return NewToken(token, key)


@transaction.atomic
def revoke_token(token: ApiToken, *, actor: User) -> ApiToken:
    """Close the key at once and for good; its user works there no longer."""
    token = ApiToken.objects.select_for_update(of=("self",)).select_related("acts_as").get(pk=token.pk)
    if token.revoked_at is not None:
        return token
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    User.objects.filter(pk=token.acts_as_id).update(is_active=False)
    today = timezone.localdate()
    held = Membership.objects.filter(user=token.acts_as_id, period__upper_inf=True)
    for membership in held.select_related("organisation"):
        # An empty period is none; the first day without it comes after the first day with it.
        last = max(today, membership.period.lower + timedelta(days=1))
        end_membership(membership, actor=actor, on=last, reason=_("token dicabut"))
    Entry.write(actor, "revoke_token", token)
    return token


def note_use(token: ApiToken) -> int:
    """Remember that the token was used; return how often in this minute."""
    now = timezone.now()
    with connection.cursor() as cursor:
        # One statement, so that two requests at once are counted as two.
        cursor.execute(
            """
            UPDATE network_apitoken SET last_used_at = %(now)s, minute = %(minute)s,
                used_in_minute = CASE WHEN minute = %(minute)s THEN used_in_minute + 1 ELSE 1 END
            WHERE id = %(token)s RETURNING used_in_minute
            """,
            {"now": now, "minute": now.replace(second=0, microsecond=0), "token": token.pk},
        )
        return int(cursor.fetchone()[0])
