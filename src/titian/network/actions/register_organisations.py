from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.core.text import key
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.standards.models import Region

OrganisationKey = tuple[str, str, str | None]

TAKE_NEW = """
CREATE TEMPORARY TABLE new_organisation ON COMMIT DROP AS
SELECT DISTINCT ON (kind, name_key, region) *
FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::boolean[], %s::bigint[], %s::date[], %s::boolean[])
     WITH ORDINALITY AS t (kind, name, name_key, region, confirmed, supervisor, since, is_demo, place)
ORDER BY kind, name_key, region, place
"""
INSERT_UNKNOWN = """
INSERT INTO network_organisation
    (kind_id, name, name_key, short_name, region_id, confirmed, is_demo, created_at, updated_at)
SELECT kind, name, name_key, '', region, confirmed, is_demo, now(), now() FROM new_organisation ORDER BY place
ON CONFLICT DO NOTHING RETURNING id
"""
FIND_ALL = """
SELECT n.kind, n.name_key, n.region, o.id FROM new_organisation n
JOIN network_organisation o
  ON o.kind_id = n.kind AND o.name_key = n.name_key AND o.region_id IS NOT DISTINCT FROM n.region
"""
SUPERVISE_UNSUPERVISED = """
INSERT INTO network_supervision (supervisor_id, organisation_id, period)
SELECT n.supervisor, o.id, daterange(n.since, NULL) FROM new_organisation n
JOIN network_organisation o
  ON o.kind_id = n.kind AND o.name_key = n.name_key AND o.region_id IS NOT DISTINCT FROM n.region
WHERE n.supervisor IS NOT NULL AND n.supervisor <> o.id
ON CONFLICT DO NOTHING
"""


class NewOrganisation(NamedTuple):
    """An organisation somebody names; `supervisor_id` guides it from `since` if nobody does yet."""

    kind: str
    name: str
    region_code: str | None
    confirmed: bool
    supervisor_id: int | None
    since: date
    is_demo: bool = False

    @property
    def key(self) -> OrganisationKey:
        return self.kind, key(self.name), self.region_code


@transaction.atomic
def register_organisations(new: Sequence[NewOrganisation], *, actor: User) -> dict[OrganisationKey, int]:
    """Register those that are not known yet and return the id of each by kind, name key and region."""
    if not new:
        return {}
    columns: list[Any] = [
        [one.kind for one in new],
        [" ".join(one.name.split()) for one in new],
        [key(one.name) for one in new],
        [one.region_code for one in new],
        [one.confirmed for one in new],
        [one.supervisor_id for one in new],
        [one.since for one in new],
        [one.is_demo for one in new],
    ]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.new_organisation")
        cursor.execute(TAKE_NEW, columns)
        cursor.execute(INSERT_UNKNOWN)
        made = [row[0] for row in cursor.fetchall()]
        cursor.execute(SUPERVISE_UNSUPERVISED)
        cursor.execute(FIND_ALL)
        ids = {(kind, name_key, region): pk for kind, name_key, region, pk in cursor.fetchall()}
    if made:
        Entry.write(actor, "register_organisations", Organisation._meta.label_lower, ids=made)
    return ids


@transaction.atomic
def register_organisation(
    kind: str,
    name: str,
    *,
    actor: User,
    region: Region | None = None,
    short_name: str = "",
    part_of: Organisation | None = None,
    is_demo: bool = False,
) -> Organisation:
    """Register one confirmed organisation; a namesake of the same kind in the same regency is refused."""
    organisation, made = Organisation.objects.get_or_create(
        kind_id=kind,
        name_key=key(name),
        region=region,
        defaults={"name": name, "short_name": short_name, "part_of": part_of, "is_demo": is_demo},
    )
    if not made:
        raise DomainError(
            _("Lembaga dengan jenis, nama dan wilayah ini sudah ada."), code="organisation_exists"
        )
    Entry.write(actor, "register_organisation", organisation)
    return organisation
