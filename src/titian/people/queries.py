"""Who is it, and what do we know of one person's national number?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone

from titian.accounts.models import User
from titian.core.formats import day
from titian.core.memory import asked_once
from titian.network.models import Organisation, Role
from titian.network.queries import organisations_of
from titian.network.reach import reach_of
from titian.people.codes import digest_of
from titian.people.models import (
    ChangeRequest,
    Consent,
    ConsentPurpose,
    JobSeekerCard,
    Person,
    Registration,
    RequestState,
    Sex,
)
from titian.people.models.person import SEEN
from titian.people.names import person_key
from titian.people.vault import index_of, person_owner, unseal

NAMESAKES = 5

SHOWN_DIGITS = 4
HIDDEN_DIGITS = 12
FULL_AGE = 18

AT_COUNTER = f"""
    SELECT (SELECT count(*) FROM people_changerequest WHERE state = '{RequestState.OPEN}' AND {SEEN}),
        (SELECT count(*) FROM people_claim WHERE joined_at IS NULL AND {SEEN})
"""


def whole_nik(person: Person) -> str | None:
    """Return the NIK in the clear, None where not recorded; screens tell it only through `unmask_nik`."""
    if person.nik_cipher is None or person.nik_key_version is None:
        return None
    return unseal(bytes(person.nik_cipher), person_owner(person.pk), person.nik_key_version)


def masked_nik(person: Person) -> str:
    """Return '••••••••••••0001': the first twelve digits would tell home and birthday."""
    nik = whole_nik(person)
    return "" if nik is None else "•" * HIDDEN_DIGITS + nik[-SHOWN_DIGITS:]


@asked_once
def is_on_record(user: User) -> bool:
    """Say whether this user is also a citizen on record."""
    return Person.objects.filter(user=user).exists()


class Known(NamedTuple):
    """A person on record with the NIK somebody typed; all that is told to who may not see the record."""

    person_id: int
    name_agrees: bool
    birth_agrees: bool


def known_by_nik(nik: str, *, name: str, born: date) -> Known | None:
    """Return who has this NIK, visible or not, and whether the typed name and date are theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, name_agrees, birth_agrees"
            " FROM persons_matching(%s::bytea[], %s::text[], %s::date[])",
            [[index_of(nik)], [person_key(name)], [born]],
        )
        found = cursor.fetchone()
    return Known(*found) if found else None


def ids_named_like(name: str, most: int) -> list[int]:
    """Return the people of like name whom the acting user may see, the likest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id FROM persons_named_like(%s, %s)", [person_key(name), most])
        return [person_id for (person_id,) in cursor.fetchall()]


def namesakes(name: str, born: date, user: User, *, besides: int) -> list[Person]:
    """Return others of this name and birthday whom the user sees: perhaps the same person, recorded with a NIK."""
    found = Person.objects.visible_to(user).filter(name_key=person_key(name), birth_date=born)
    return list(found.exclude(pk=besides).order_by("pk")[:NAMESAKES])


class CardShown(NamedTuple):
    """What whoever scans a job-seeker card is told."""

    number: int
    name: str
    office: str
    issued_on: date
    valid_until: date


def card_by_token(token: str) -> CardShown | None:
    """Return what the code of a card tells, None where no card has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM card_by_token(%s)", [token])
        found = cursor.fetchone()
    return CardShown(*found) if found else None


def counter_offices(user: User) -> list[Organisation]:
    """Return the offices whose counter this user serves, the own first by name."""
    own = organisations_of(user, timezone.localdate(), [Role.REGENCY_OFFICE, Role.PROVINCIAL_OFFICE])
    return list(Organisation.objects.filter(pk__in=own).order_by("name_key"))


def registration_of(key: str) -> Registration | None:
    """Return the registration that is kept under a key."""
    digest = digest_of(key)
    return Registration.objects.filter(key_hash=bytes.fromhex(digest)).first() if digest else None


def cards_today(offices: list[Organisation]) -> list[JobSeekerCard]:
    """Return the cards these offices issued today, the latest first."""
    issued = JobSeekerCard.objects.filter(office__in=offices, issued_on=timezone.localdate())
    return list(issued.select_related("person").order_by("-closed_at")[:20])


class Change(NamedTuple):
    """One field of a change request as the screen shows it."""

    label: str
    before: str
    after: str


def changes_shown(asked: ChangeRequest) -> list[Change]:
    """Return what a request would change, in words; it was asked `named`."""
    shown = []
    for field, after in asked.after.items():
        known = Person._meta.get_field(field.removesuffix("_id"))
        before = asked.before.get(field)
        if field.endswith("_id"):
            before, after = getattr(asked, f"{field}_before"), getattr(asked, f"{field}_after")
        elif field == "sex":
            before, after = Sex(before).label, Sex(after).label
        elif field == "birth_date":
            before, after = (day(date.fromisoformat(one)) for one in (before, after))
        shown.append(Change(str(known.verbose_name).capitalize(), str(before or "-"), str(after or "-")))  # type: ignore[union-attr]
    return shown


def minors_without_guardian(user: User, most: int = 50) -> list[Person]:
    """Return people under 18 for whom no guardian has agreed: a task for the office, no block."""
    today = timezone.localdate()
    born_after = today.replace(year=today.year - FULL_AGE, day=min(today.day, 28))
    agreed = Consent.objects.filter(person=OuterRef("pk"), purpose=ConsentPurpose.GUARDIAN, withdrawn_at=None)
    waiting = Person.objects.visible_to(user).filter(~Exists(agreed), birth_date__gt=born_after)
    return list(waiting.order_by("birth_date")[:most])


class AtCounter(NamedTuple):
    """How much waits at the counters of an office."""

    changes: int
    claims: int


def waiting_at_counter(user: User) -> AtCounter:
    """Return how many wait of those whom this user sees; in SQL, since the home page asks it each time."""
    reach = reach_of(user)
    told: dict[str, Any] = {
        "all": reach.sees_all, "regions": reach.regions, "organisations": reach.organisations, "user": user.pk,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(AT_COUNTER, told)
        return AtCounter(*cursor.fetchone())


def units_of(user: User) -> list[Organisation]:
    """Return the disability service units the user works in."""
    own = organisations_of(user, timezone.localdate(), [Role.DISABILITY_UNIT])
    return list(Organisation.objects.filter(pk__in=own).order_by("name_key"))


def granted_deletions(*, undone_since: datetime) -> list[int]:
    """Return whose deletion was granted and is not done, or was decided so lately that a fault may have cut it short.

    Records joined to such a one are of the same person, so they go with it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.id FROM people_deletionrequest d"
            " JOIN people_person p ON p.id = d.person_id OR p.merged_into_id = d.person_id"
            " WHERE d.state = 'granted' AND (p.no_nik_reason <> 'masa simpan habis' OR d.decided_at > %s)",
            [undone_since],
        )
        return sorted({person_id for (person_id,) in cursor.fetchall()})
