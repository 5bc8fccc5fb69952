from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.db.bulk import staged
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.people.actions.registration import OWNER as REGISTRATION_OWNER
from titian.people.models import Person, Registration
from titian.people.vault import current_version, index_of, next_index_of, person_owner, reseal, unseal


class _Renewed(NamedTuple):
    id: int
    cipher: bytes
    next_hash: bytes


@transaction.atomic
def renew_niks(*, after: int, most: int, actor: User) -> int | None:
    """Seal up to `most` national numbers with the newest key and note their next hash; None when none is left.

    Returns the last person done. What is done stays done: ending in the middle loses nothing, and until
    `put_index_in_force` everybody is still found by the hash in force.
    """
    newest = current_version()
    rows = list(
        Person.objects.select_for_update(of=("self",))
        .filter(nik_cipher__isnull=False, pk__gt=after)
        .exclude(nik_key_version=newest, nik_next_hash__isnull=False)
        .order_by("pk")
        .values_list("pk", "nik_cipher", "nik_key_version")[:most]
    )
    if not rows:
        return None
    renewed = []
    for pk, cipher, version in rows:
        owner, sealed = person_owner(pk), bytes(cipher or b"")
        next_hash = next_index_of(unseal(sealed, owner, version or newest))
        if next_hash is None:
            return None
        renewed.append((pk, reseal(sealed, owner, version or newest), next_hash))
    with staged(_Renewed, renewed) as niks, connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE people_person p SET nik_cipher = n.cipher, nik_next_hash = n.next_hash, nik_key_version = %s
            FROM {niks} n WHERE p.id = n.id
            """,
            [newest],
        )
    Entry.write(actor, "renew_niks", "people.person", count=len(rows), version=newest)
    return int(rows[-1][0])


@transaction.atomic
def put_index_in_force(*, actor: User) -> int:
    """Find people by the next hash from now on; refuse while somebody has none."""
    left = (
        Person.objects.filter(nik_cipher__isnull=False)
        .exclude(nik_key_version=current_version(), nik_next_hash__isnull=False)
        .count()
    )
    if left:
        raise DomainError(_("%(n)d NIK belum disandi ulang.") % {"n": left}, code="niks_not_renewed")
    changed = 0
    if settings.KEYS.is_changing:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE people_person SET nik_hash = nik_next_hash, nik_next_hash = NULL"
                " WHERE nik_next_hash IS NOT NULL"
            )
            changed = cursor.rowcount
    Entry.write(actor, "put_index_in_force", "people.person", count=changed)
    return changed


@transaction.atomic
def renew_registrations(*, actor: User) -> int:
    """Seal what visitors have told so far with the newest key."""
    newest, count = current_version(), 0
    for held in Registration.objects.select_for_update(of=("self",)).exclude(key_version=newest):
        if held.sealed:
            held.sealed = reseal(bytes(held.sealed), REGISTRATION_OWNER, held.key_version)
        held.key_version = newest
        held.save(update_fields=["sealed", "key_version"])
        count += 1
    if count:
        Entry.write(actor, "renew_registrations", "people.registration", count=count, version=newest)
    return count


def staged_index(nik: str) -> bytes:
    """Return the hash a staged row bears once the next key is in force."""
    return next_index_of(nik) or index_of(nik)
