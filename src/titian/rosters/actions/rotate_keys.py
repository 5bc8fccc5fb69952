from __future__ import annotations

from typing import NamedTuple

from django.db import connection, transaction

from titian.accounts.models import User
from titian.core.db.bulk import staged
from titian.journal.models import Entry
from titian.people.actions import staged_index
from titian.people.vault import current_version, reseal, unseal
from titian.rosters.models import StagedRow, UploadedRoster
from titian.rosters.sealing import row_owner, upload_owner

BATCH = 2_000


class _Resealed(NamedTuple):
    id: int
    original: bytes
    nik_cipher: bytes | None


class _Indexed(NamedTuple):
    id: int
    nik_hash: bytes


@transaction.atomic
def renew_rows(*, most: int, actor: User) -> int:
    """Seal the cells of up to `most` staged rows with the newest key; return how many were done."""
    newest = current_version()
    rows = list(
        StagedRow.objects.select_for_update(of=("self",))
        .exclude(key_version=newest)
        .order_by("pk")
        .values_list("pk", "original", "nik_cipher", "key_version")[:most]
    )
    resealed = []
    for pk, original, nik, version in rows:
        owner = row_owner(pk)
        resealed.append(
            (
                pk,
                reseal(bytes(original), owner, version) if original else b"",
                reseal(bytes(nik), owner, version) if nik else None,
            )
        )
    if not resealed:
        return 0
    with staged(_Resealed, resealed) as cells, connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE rosters_stagedrow r SET original = n.original, nik_cipher = n.nik_cipher, key_version = %s
            FROM {cells} n WHERE r.id = n.id
            """,
            [newest],
        )
    Entry.write(actor, "renew_rows", "rosters.stagedrow", count=len(rows), version=newest)
    return len(rows)


@transaction.atomic
def renew_uploads(*, actor: User) -> int:
    """Seal the files still kept with the newest key."""
    newest, count = current_version(), 0
    old = UploadedRoster.objects.select_for_update(of=("self",)).exclude(key_version=newest)
    for upload in old.order_by("pk").iterator(chunk_size=20):
        if upload.content is not None:
            upload.content = reseal(bytes(upload.content), upload_owner(upload.pk), upload.key_version)
        upload.key_version = newest
        upload.save(update_fields=["content", "key_version"])
        count += 1
    if count:
        Entry.write(actor, "renew_uploads", "rosters.uploads", count=count, version=newest)
    return count


@transaction.atomic
def put_index_of_rows_in_force(*, actor: User) -> int:
    """Give staged rows the hash by which people are found from now on."""
    numbers = StagedRow.objects.filter(nik_cipher__isnull=False).values_list(
        "pk", "nik_cipher", "key_version"
    )
    count, after = 0, 0
    while batch := list(numbers.filter(pk__gt=after).order_by("pk")[:BATCH]):
        hashes = [
            (pk, staged_index(unseal(bytes(nik or b""), row_owner(pk), version)))
            for pk, nik, version in batch
        ]
        with staged(_Indexed, hashes) as known, connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE rosters_stagedrow r SET nik_hash = n.nik_hash FROM {known} n WHERE r.id = n.id"
            )
        count, after = count + len(batch), batch[-1][0]
    Entry.write(actor, "put_index_in_force", "rosters.stagedrow", count=count)
    return count
