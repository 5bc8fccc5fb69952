"""What every page costs in statements: few, and as many for three rows as for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from factories import network, people
from factories.loads import staged_row
from factories.standards import DAY, channel, fund
from factories.world import World
from portal.conftest import as_app
from portal.test_url_role_table import here, named_urls
from titian.core.periods import since
from titian.network.models import Agreement, AgreementParty, AgreementPromise, Membership, Organisation, Role
from titian.network.models.agreement import AgreementKind, PromiseKind
from titian.people.models import Accommodation, AccommodationKind, ChangeRequest, Needs, Person, Setting
from titian.planning.models import PlanVersion, Target

MOST = 15
# Who opens a page, where the first of these who may is a good reader of it.
READERS = (
    "centre_clerk",
    "centre_head",
    "national_planner",
    "administrator",
    "citizen",
    "insurer_officer",
    "disability_unit",
    "data_protection",
    "regency_office",
    "operator",
    "anonymous",
)
MARKS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
# A request ends its own transaction and with it who acted; inside that of a test the former user is given back.
FORGETTING = "SELECT coalesce(current_setting('titian.user', true), ''), set_config('titian.user', '', true)"
WITHOUT_BUDGET = {"api:openapi-json"}  # describes the interface and reads no rows


def pages(world: World) -> Iterator[tuple[str, str]]:
    values = here(world)
    for name, parameters in sorted(named_urls(get_resolver())):
        if name not in WITHOUT_BUDGET:
            yield name, reverse(name, kwargs={parameter: values[parameter] for parameter in parameters})


def statements(path: str, client: Client) -> int | None:
    """Return what a second visit costs, None where this is no page for this reader."""
    if client.get(path).status_code != 200:
        return None
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    asked = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(MARKS)]
    return sum(sql != FORGETTING for sql in asked)


def costs(world: World, asked: list[tuple[str, str]]) -> dict[str, tuple[str, int]]:
    clients = {reader: Client(raise_request_exception=False) for reader in READERS}
    found: dict[str, tuple[str, int]] = {}
    with as_app():
        for reader, client in clients.items():
            if reader != "anonymous":
                client.force_login(world.users[reader])
    for name, path in asked:
        with as_app():
            for reader in READERS:
                if (cost := statements(path, clients[reader])) is not None:
                    found[name] = (reader, cost)
                    break
    return found


def more_of_everything(world: World) -> None:
    clerk = world.users["centre_clerk"]
    for number in range(3):
        training_class = people.training_class(world.centre, name=f"Kelas tambahan {number}")
        for place in range(3):
            people.enrolment(training_class, people.person(served_by=world.centre), passed=place > 0)
        people.enrolment(training_class, world.person)
        people.training_class(world.centre, name=f"Kelas kosong {number}")  # waits for its participants
        network.member(Role.INSTRUCTOR, world.centre, name=f"Instruktur tambahan {number}")
    staged_row(world.centre, clerk)
    below = network.organisation("Satuan Pelayanan Situbondo", "uptp_satpel", world.centre.region_id)
    promised(world.centre, first=3, funds=("APBN", "APBD", "Hibah"))
    for other in (below, world.other_centre):
        promised(other)
        staged_row(other, clerk)
        people.enrolment(people.training_class(other), people.person(served_by=other))
    network.supervise(world.centre, below)
    Membership.objects.create(user=clerk, organisation=below, role=Role.CENTRE_CLERK, period=since(DAY))
    for kind in PromiseKind:
        agreed(
            kind,
            world.centre,
            below,
            Organisation.objects.get(memberships__user=world.users["insurer_officer"]),
        )
    for support in AccommodationKind:
        supported(world, people.person(served_by=world.centre), support)


def promised(centre: Organisation, *, first: int = 1, funds: tuple[str, ...] = ("APBN", "APBD")) -> None:
    """Two versions of a year's plan, the second without some of the promises of the first."""
    for number, kept in ((first, funds), (first + 1, funds[:1])):
        version = PlanVersion.objects.create(
            centre=centre, year=2022, number=number, decided_on=DAY, reason="Ditetapkan"
        )
        for code in kept:
            Target.objects.create(
                version=version, channel=channel(), fund=fund(code), packages=2 * number, people=32 * number
            )


def agreed(kind: PromiseKind, *parties: Organisation) -> None:
    made = Agreement.objects.create(kind=AgreementKind.WORKING, title=f"Kerja sama {kind}", starts_on=DAY)
    for party in parties:
        AgreementParty.objects.create(agreement=made, organisation=party)
        AgreementPromise.objects.create(agreement=made, promised_by=party, kind=kind, places=10)


def supported(world: World, person: Person, kind: AccommodationKind) -> None:
    unit = Organisation.objects.get(memberships__user=world.users["disability_unit"])
    Needs.objects.get_or_create(person=person, seeing=2, words="Huruf besar", stated_on=DAY)
    for setting in Setting:
        Accommodation.objects.create(
            person=person, unit=unit, kind=kind, setting=setting, asked_on=DAY, due_on=DAY
        )


@pytest.fixture
def priced(world: World) -> tuple[dict[str, tuple[str, int]], dict[str, tuple[str, int]]]:
    asked = list(pages(world))
    promised(world.centre)
    supported(world, world.person, AccommodationKind.OTHER)
    few = costs(world, asked)
    more_of_everything(world)
    return few, costs(world, asked)


@pytest.mark.timeout(600)  # every page is asked for four times
def test_a_page_asks_fifteen_statements_at_most_and_no_more_for_more_rows(priced) -> None:
    few, many = priced
    assert len(few) > 50
    assert {name: cost for name, (_reader, cost) in many.items() if cost > MOST} == {}
    grown = {name: (cost, many[name][1]) for name, (_reader, cost) in few.items() if many[name][1] > cost}
    assert grown == {}


def test_those_who_open_the_costliest_pages_second_pay_no_more_than_the_first(world: World) -> None:
    """A page is priced above by the first who may open it; these cost another reader more."""
    more_of_everything(world)
    there = dict(pages(world))
    own = Person.objects.get(user=world.users["citizen"])
    ChangeRequest.objects.create(
        person=own, asked_by=world.users["citizen"], asked_at=timezone.now(), due_at=timezone.now(),
        reason="Pindah", state="granted", before={"regency_id": "35.10"}, after={"regency_id": "35.09"},
    )  # fmt: skip
    dear = {"citizen": ["portal:my_data"], "regency_office": ["evaluation:data", "evaluation:workbook"]}
    for reader, names in dear.items():
        client = Client(raise_request_exception=False)
        with as_app():
            client.force_login(world.users[reader])
            found = {name: statements(there[name], client) for name in names}
        assert {name: cost for name, cost in found.items() if cost is None or cost > MOST} == {}
