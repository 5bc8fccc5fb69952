"""Every URL x role x method, in url_role_table.txt for a reader; a new URL fails until its row is there."""

from __future__ import annotations

import os
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from factories import network
from factories.counselling import counselled
from factories.doubts import doubted
from factories.evaluation import example_evaluation
from factories.front_door import at_the_door, promised
from factories.people import training_class
from factories.standards import DAY
from factories.world import World
from titian.admissions.models import AdmissionRound, Application, Nomination, RoundClass
from titian.admissions.states import RoundState
from titian.core.periods import since
from titian.evaluation.frozen import freeze
from titian.evaluation.models import Publication, SavedView
from titian.network.actions import make_token
from titian.network.models import (
    Agreement,
    ApiToken,
    Invitation,
    Membership,
    Organisation,
    Ownership,
    Role,
    Scope,
    Supervision,
)
from titian.network.models.agreement import AgreementKind, AgreementParty
from titian.people.models import Person
from titian.planning.models import Opening
from titian.portal.api import api
from titian.rosters.models import UploadedRoster

pytestmark = [pytest.mark.once, pytest.mark.timeout(900)]  # some six thousand requests

TABLE = Path(__file__).parent / "url_role_table.txt"
HEAD = """\
Every URL x every role: status of the answer. Written by TITIAN_WRITE_TABLE=1 ./titian test tests/portal; read
the difference before you commit it. '(elsewhere)' asks for an object of another region and another centre.
The operator works at a community centre which
the centre supervises. 302 of anonymous leads to sign-in. 404: may not see it. 403: may see it, may not do it.
Every answer is undone before the next. A page that refuses GET is asked by POST; other methods: test_methods.py.
"""
ROLES = [
    "anonymous", "citizen", "national_planner", "provincial_office", "regency_office", "centre_head",
    "centre_clerk", "instructor", "certification_body", "insurer_officer", "employer", "administrator",
    "operator", "data_protection", "disability_unit", "other_citizen", "other_clerk", "other_office",
]  # fmt: skip

ELSEWHERE = {
    "person_id", "class_id", "centre_id", "organisation_id", "membership_id", "invitation_id", "load_id",
    "row_id", "sheet_id", "agreement_id", "ownership_id", "supervision_id", "batch", "session_id", "token_id",
    "version", "view_id",
    "card_id", "claim_id", "request_id", "merge_id", "round_id", "application_id", "nomination_id",
    "appeal_id", "departure_id", "accommodation_id",
    "office_id", "slot_id", "appointment_id", "ticket_id", "interview_id", "decision_id", "route_id", "version_id",
}  # fmt: skip
LONG_AGO = since(date(2001, 1, 1), date(2002, 1, 1))
EMPTY_PACKAGE = b"PK\x05\x06" + bytes(18)


def here(world: World) -> dict[str, object]:
    return {
        "person_id": world.person.pk,
        "class_id": world.training_class.pk,
        "kind": "kosong",
        "centre_id": world.centre.pk,
        "programme_id": world.training_class.programme_id,
        "round_id": application(world.centre, world.person, world).round_id,
        "application_id": application(world.centre, world.person, world).pk,
        "nomination_id": nomination(
            application(world.centre, world.person, world), world.users["regency_office"]
        ).pk,
        "offered_id": offered(application(world.centre, world.person, world).round).pk,
        **doubted(application(world.centre, world.person, world), world.users["centre_clerk"]),
        "accommodation_id": promised(world.person, world.users["disability_unit"]).pk,
        "token_id": token(world.centre, world.users["administrator"]).pk,
        "load_id": world.row.load_id,
        "row_id": world.row.pk,
        "sheet_id": world.row.sheet_id,
        "batch": batch(world.users["centre_clerk"], 1),
        "code_list": "fields",
        "year": 2022,
        "version": publication(world.centre, world.users["centre_clerk"]).version,
        "view_id": saved_view(world.centre).pk,
        "code": "en",
        "organisation_id": world.centre.pk,
        "membership_id": Membership.objects.get(user=world.users["instructor"]).pk,
        "invitation_id": invitation(world, world.centre).pk,
        "agreement_id": agreement(world.centre).pk,
        "ownership_id": owned(world.centre).pk,
        "supervision_id": supervised(world.centre).pk,
        "session_id": session(world, "centre_clerk").pk,
        "token": "salah",
        "uidb36": "0",
        "key": "salah",
        "number": 1,
        **at_the_door(world.person, world.users["regency_office"]),
        **counselled(world.person, world.users["regency_office"]),
    }


def elsewhere(world: World, known: dict[str, object]) -> dict[str, object]:
    return {
        **known,
        "person_id": world.stranger.pk,
        "class_id": world.other_class.pk,
        "centre_id": world.other_centre.pk,
        "organisation_id": world.other_centre.pk,
        "round_id": application(world.other_centre, world.stranger, world).round_id,
        "application_id": application(world.other_centre, world.stranger, world).pk,
        "nomination_id": nomination(
            application(world.other_centre, world.stranger, world), world.users["other_office"]
        ).pk,
        "offered_id": offered(application(world.other_centre, world.stranger, world).round).pk,
        **doubted(application(world.other_centre, world.stranger, world), world.users["other_clerk"]),
        "accommodation_id": promised(world.stranger, world.users["other_office"]).pk,
        "agreement_id": agreement(world.other_centre).pk,
        "ownership_id": owned(world.other_centre).pk,
        "supervision_id": supervised(world.other_centre).pk,
        "batch": batch(world.users["other_clerk"], 2),
        "session_id": session(world, "other_clerk").pk,
        "token_id": token(world.other_centre, world.users["other_clerk"]).pk,
        "version": publication(world.other_centre, world.users["other_clerk"]).version,
        "view_id": saved_view(world.other_centre).pk,
        "load_id": world.other_row.load_id,
        "row_id": world.other_row.pk,
        "sheet_id": world.other_row.sheet_id,
        "membership_id": Membership.objects.get(user=world.users["other_clerk"]).pk,
        "invitation_id": invitation(world, world.other_centre).pk,
        **at_the_door(world.stranger, world.users["other_office"]),
        **counselled(world.stranger, world.users["other_office"]),
    }


def invitation(world: World, organisation: Organisation) -> Invitation:
    """Return the one invitation there; it is made at the first call."""
    made, _new = Invitation.objects.get_or_create(
        organisation=organisation,
        defaults={
            "purpose": "join",
            "role": Role.CENTRE_CLERK,
            "username": f"undangan{organisation.pk}",
            "name": "Yang Diundang",
            "invited_by": world.users["centre_head"],
            "code_digest": f"{organisation.pk:064d}",
            "expires_at": timezone.now() + timedelta(days=14),
        },
    )
    return made


def application(centre: Organisation, person: Person, world: World) -> Application:
    """Return the person's application to an open round of the centre; it is made at the first call."""
    called, _new = AdmissionRound.objects.get_or_create(
        centre=centre,
        defaults={"name": "Gelombang 1", "opens_on": DAY, "closes_on": DAY, "state": RoundState.OPEN},
    )
    made, _new = Application.objects.get_or_create(
        round=called,
        person=person,
        defaults={
            "number": f"S{called.pk}",
            "salt": bytes(16),
            "submitted_at": timezone.now(),
            "entered_by": world.users["centre_clerk"],
        },
    )
    return made


def offered(called: AdmissionRound) -> RoundClass:
    """Return a class of a round; it is made at the first call."""
    if one := called.classes.first():
        return one
    opening = Opening.objects.create(
        training_class=training_class(called.centre, name="Dibuka"), decree="KEP 1"
    )
    return RoundClass.objects.create(round=called, opening=opening, position=0)


def nomination(sent: Application, officer) -> Nomination:
    """Return the nomination of the applicant by the officer's own office; it is made at the first call."""
    made, _new = Nomination.objects.get_or_create(
        round_class=offered(sent.round),
        person=sent.person,
        defaults={
            "regency": sent.person.regency,
            "office": Organisation.objects.get(memberships__user=officer),
            "nominated_by": officer,
            "nominated_at": timezone.now(),
        },
    )
    return made


def token(of: Organisation, maker) -> ApiToken:
    return make_token(
        of, "sistem informasi", scopes=[Scope.ROSTERS_READ], expires_at=timezone.now() + timedelta(days=30),
        actor=maker,
    ).token  # fmt: skip


def batch(sender, number: int) -> UUID:
    return UploadedRoster.objects.create(
        batch=UUID(int=number), actor=sender, name="roster.xlsx", size=0, key_version=1
    ).batch


def publication(centre: Organisation, clerk) -> Publication:
    """Return a proposal waiting for its second person; another centre's stands in its own way."""
    return Publication.objects.create(
        centre=centre, year=2022, version=1, as_of=date(2022, 12, 21),
        document=freeze(example_evaluation()), sha256="0" * 64,
        public_tables=[], proposed_by=clerk, proposed_at=timezone.now(),
    )  # fmt: skip


def saved_view(of: Organisation) -> SavedView:
    return SavedView.objects.create(organisation=of, name="kabupaten", query="per=regency")


def owned(organisation: Organisation) -> Ownership:
    """Return the one ownership of this organisation."""
    made, _new = Ownership.objects.get_or_create(
        organisation=organisation,
        defaults={"owner": lambda: network.organisation(kind_code="directorate_general"), "period": LONG_AGO},
    )
    return made


def supervised(organisation: Organisation) -> Supervision:
    """Return the one supervision of this organisation."""
    made, _new = Supervision.objects.get_or_create(
        organisation=organisation,
        defaults={"supervisor": lambda: network.organisation(kind_code="uptp_bbpvp"), "period": LONG_AGO},
    )
    return made


def agreement(of: Organisation) -> Agreement:
    """Return an agreement this organisation is party to."""
    if found := Agreement.objects.filter(parties__organisation=of).first():
        return found
    made = Agreement.objects.create(
        kind=AgreementKind.MEMORANDUM, title="Perlindungan peserta", starts_on=date(2022, 1, 1)
    )
    AgreementParty.objects.create(agreement=made, organisation=of)
    return made


def session(world: World, role: str) -> UserSession:
    client = Client()
    client.force_login(world.users[role])
    return UserSession.objects.create(
        user=world.users[role], session_key=client.session.session_key, ip="127.0.0.1"
    )


def named_urls(resolver: URLResolver, space: str = "") -> list[tuple[str, list[str]]]:
    """Return each URL's name and parameters."""
    found = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name"
            found.append((f"{space}{pattern.name}", list(pattern.pattern.regex.groupindex)))
        else:
            found += named_urls(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
    return found


class Visitor:
    """Somebody of a role, signed in once, whose every request is undone."""

    def __init__(self, world: World, role: str) -> None:
        self.user = world.users.get(role)
        self.client = Client(raise_request_exception=False)
        if self.user:
            self.client.force_login(self.user)
        self._cookies = deepcopy(self.client.cookies)

    def ask(self, path: str, method: str) -> int:
        cache.clear()  # tries are counted
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE titian_app")
            data = {"reason": "mencocokkan KTP"} if method == "post" else {}
            status = getattr(self.client, method)(path, data).status_code
            transaction.set_rollback(True)
        self.client.cookies = deepcopy(self._cookies)  # the session it names is as it was, too
        return status


def paths(world: World) -> list[tuple[str, str]]:
    """Return a label and an address of every URL, here and elsewhere."""
    made = []
    known_here = here(world)
    known_elsewhere = elsewhere(world, known_here)
    for name, parameters in sorted(named_urls(get_resolver())):
        for label, known in [("", known_here), (" (elsewhere)", known_elsewhere)]:
            missing = set(parameters) - set(known)
            assert not missing, f"tell this test what {missing} of {name} stands for"
            if label and not set(parameters) & ELSEWHERE:
                continue
            made.append((f"{name}{label}", reverse(name, kwargs={key: known[key] for key in parameters})))
    return made


def answers(visitors: list[Visitor], path: str) -> tuple[str, list[int]]:
    """Return the method the page knows and the status for each visitor."""
    statuses: list[int] = []
    for visitor in visitors:
        statuses.append(visitor.ask(path, "get"))
        if statuses[-1] == 405:  # for everybody who is let that far
            return "POST", [each.ask(path, "post") for each in visitors]
    return "GET", statuses


def takes_forms(visitors: list[Visitor], statuses: list[int], path: str) -> bool:
    """Whether the page knows POST, as told to somebody who may open it; where nobody may, it is taken to."""
    opener = next((one for one, status in zip(visitors, statuses, strict=True) if status == 200), None)
    return opener is None or opener.ask(path, "post") != 405


@pytest.fixture
def visitors(world: World) -> list[Visitor]:
    return [Visitor(world, role) for role in ROLES]


@pytest.fixture
def _files_are_told_not_drawn(monkeypatch) -> None:
    """Who may have a file is asked here, hundreds of times; what stands in it is asked where it is made."""
    monkeypatch.setattr("titian.core.typeset.typst.compile", lambda *_given, **_more: b"%PDF-")
    monkeypatch.setattr("titian.evaluation.views.meeting.write_slides", lambda *_given: EMPTY_PACKAGE)
    monkeypatch.setattr("titian.evaluation.views.files.write_workbook", lambda *_given: EMPTY_PACKAGE)
    monkeypatch.setattr(api, "get_openapi_schema", lambda **_given: {"paths": {}})


@pytest.mark.usefixtures("_files_are_told_not_drawn")
def test_every_url_answers_every_role_as_the_table_says(world, visitors) -> None:
    rows, sent_all_the_same = [], []
    for name, path in paths(world):
        method, statuses = answers(visitors, path)
        rows.append((name, method, statuses))
        if method == "GET" and takes_forms(visitors, statuses, path):
            sent_all_the_same += [
                (name, role)
                for role, visitor, status in zip(ROLES, visitors, statuses, strict=True)
                if status in {403, 404} and visitor.ask(path, "post") not in {403, 404, 405}
            ]
    width = max(len(name) for name, _method, _statuses in rows) + 2
    lines = [HEAD, " " * (width + 6) + "".join(f"{role[:11]:<12}" for role in ROLES).rstrip()]
    lines += [
        f"{name:<{width}}{method:<6}" + "".join(f"{status:<12}" for status in statuses).rstrip()
        for name, method, statuses in rows
    ]
    answered = "\n".join(lines) + "\n"
    if os.environ.get("TITIAN_WRITE_TABLE"):
        TABLE.write_text(answered)
    assert answered == TABLE.read_text()
    assert {name: codes for name, _method, codes in rows if max(codes) >= 500} == {}
    assert sent_all_the_same == [], "may not open the page, but may send its form"
