"""Joining an account to a record that was there before: an officer hands out the code, the person types it."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.people.codes import CODE_LENGTH, LETTERS, digest_of
from titian.people.models import Claim
from titian.people.queries import Known

CODE_HOLDS = timedelta(days=14)


@transaction.atomic
def claim(user: User, known: Known) -> Claim:
    """Note that this account says to be a person on record; a second try is the same claim."""
    made, _new = Claim.objects.get_or_create(
        user=user,
        defaults={
            "person_id": known.person_id,
            "made_at": timezone.now(),
            "name_agrees": known.name_agrees,
            "birth_agrees": known.birth_agrees,
        },
    )
    return made


@transaction.atomic
def hand_out_code(asked: Claim, *, actor: User) -> str:
    """Return a new code for a claim, told once; the officer has compared the card with the record."""
    if asked.joined_at:
        raise DomainError(_("Akun ini sudah terhubung."), code="already_joined")
    code = "".join(secrets.choice(LETTERS) for _letter in range(CODE_LENGTH))
    asked.code_hash = digest_of(code)
    asked.code_until = timezone.now() + CODE_HOLDS
    asked.code_by = actor
    asked.wrong_tries = 0
    asked.save()
    Entry.write(actor, "hand_out_code", asked.person, claim=asked.pk)
    return code


def join(user: User, code: str) -> int:
    """Make the claimed record this account's own; wrong codes are counted, the fifth ends the code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT join_claimed_person(%s, %s)", [digest_of(code), timezone.now()])
        found = cursor.fetchone()[0]
    if found is None:
        Claim.objects.filter(user=user, joined_at=None).update(wrong_tries=F("wrong_tries") + 1)
        raise DomainError(
            _("Kode tidak berlaku. Periksa tulisannya, atau minta kode baru kepada petugas."),
            code="wrong_code",
        )
    Entry.write(user, "join", "people.person", person=found)
    return int(found)
