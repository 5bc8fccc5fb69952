from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from titian.accounts.models import User
from titian.core.text import key
from titian.journal.models import Entry
from titian.network.actions.sign_agreement import sign_agreement
from titian.network.files import network_table
from titian.network.models import (
    Agreement,
    Organisation,
    OrganisationName,
    Ownership,
    Supervision,
    SupervisionArea,
)
from titian.network.models.agreement import AgreementKind


@transaction.atomic
def load_network(actor: User) -> Counter[str]:
    """Add what the files know and the database does not; what somebody changed there stays as it is."""
    added: Counter[str] = Counter()
    rows = network_table("organisations")
    known = _organisations(rows, added)
    _links(rows, known, added)
    _former_names(known, added)
    _areas(known, added)
    _agreements(known, added, actor)
    added += Counter()
    if added:
        Entry.write(actor, "load_network", Organisation._meta.label_lower, added=dict(added))
    return added


def _organisations(rows: list[dict[str, str]], added: Counter[str]) -> dict[str, Organisation]:
    """Return the organisation of each reference of the file; kind and name tell them apart."""
    held = {
        (one.kind_id, one.name_key): one
        for one in Organisation.objects.filter(name_key__in=[key(row["name"]) for row in rows])
    }
    known: dict[str, Organisation] = {}
    for row in rows:  # a whole comes before its parts
        identity = (row["kind"], key(row["name"]))
        if identity not in held:
            held[identity] = Organisation.objects.create(
                kind_id=row["kind"],
                name=row["name"],
                name_key=identity[1],
                short_name=row["short_name"],
                region_id=row["region"] or None,
                part_of=known.get(row["part_of"]),
            )
            added["organisations"] += 1
        known[row["ref"]] = held[identity]
    return known


def _links(rows: list[dict[str, str]], known: Mapping[str, Organisation], added: Counter[str]) -> None:
    owned = set(Ownership.objects.values_list("organisation", flat=True))
    guided = set(Supervision.objects.values_list("organisation", flat=True))
    ownerships = [
        Ownership(organisation=known[row["ref"]], owner=known[row["owner"]], period=DateRange(None, None))
        for row in rows
        if row["owner"] and known[row["ref"]].pk not in owned
    ]
    supervisions = [
        Supervision(
            organisation=known[row["ref"]],
            supervisor=known[row["supervisor"]],
            period=DateRange(_day(row["supervised_since"]), None),
        )
        for row in rows
        if row["supervisor"] and known[row["ref"]].pk not in guided
    ]
    added["ownerships"] += len(Ownership.objects.bulk_create(ownerships))
    added["supervisions"] += len(Supervision.objects.bulk_create(supervisions))


def _former_names(known: Mapping[str, Organisation], added: Counter[str]) -> None:
    held = set(OrganisationName.objects.values_list("organisation", "name_key"))
    names = [
        OrganisationName(
            organisation=known[row["ref"]],
            name=row["name"],
            name_key=key(row["name"]),
            period=DateRange(None, _day(row["until"])),
        )
        for row in network_table("former_names")
        if (known[row["ref"]].pk, key(row["name"])) not in held
    ]
    added["former_names"] += len(OrganisationName.objects.bulk_create(names))


def _areas(known: Mapping[str, Organisation], added: Counter[str]) -> None:
    held = set(SupervisionArea.objects.values_list("supervisor", "region"))
    areas = [
        SupervisionArea(
            supervisor=known[row["supervisor"]],
            region_id=row["region"],
            position=int(row["position"]),
            period=DateRange(_day(row["since"]), _day(row["until"])),
        )
        for row in network_table("areas")
        if (known[row["supervisor"]].pk, row["region"]) not in held
    ]
    added["areas"] += len(SupervisionArea.objects.bulk_create(areas))


def _agreements(known: Mapping[str, Organisation], added: Counter[str], actor: User) -> None:
    held = set(Agreement.objects.values_list("title", "starts_on"))
    for row in network_table("agreements"):
        starts_on = date.fromisoformat(row["starts_on"])
        if (row["title"], starts_on) in held:
            continue
        sign_agreement(
            AgreementKind(row["kind"]),
            row["title"],
            actor=actor,
            parties=[known[ref] for ref in row["parties"].split()],
            starts_on=starts_on,
            ends_on=_day(row["ends_on"]),
            signed_on=_day(row["signed_on"]),
            scope=row["scope"],
        )
        added["agreements"] += 1


def _day(text: str) -> date | None:
    """Nothing written is a bound nobody knows."""
    return date.fromisoformat(text) if text else None
