"""Who shows a key: what it opens, and when it opens nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import network
from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.actions import make_token, revoke_token
from titian.network.models import ApiToken, Membership, Role, Scope
from titian.network.rules import REQUESTS_A_MINUTE

LISTS, EVALUATION, LOADS = "/codelists", "/evaluation/centres", "/rosters/loads"


@pytest.mark.parametrize("scope", Scope.values)
def test_a_token_opens_what_its_scope_names_and_nothing_else(ask, key_of, scope: str) -> None:
    key = key_of(scope)

    opened = {path: ask(path, key).status_code for path in (LISTS, EVALUATION, LOADS, "/rosters/held")}
    opened["undo"] = ask("/rosters/loads/987654321/undo", key, json={}).status_code

    assert opened == {
        LISTS: 200 if scope == "codelists:read" else 403,
        EVALUATION: 200 if scope == "evaluation:read" else 403,
        LOADS: 200 if scope == "rosters:read" else 403,
        "/rosters/held": 200 if scope == "rosters:read" else 403,
        "undo": 404 if scope == "rosters:write" else 403,
    }


def test_a_wrong_scope_is_told_by_name(ask, key_of) -> None:
    answer = ask(LOADS, key_of("codelists:read")).json()

    assert answer["code"] == "scope_missing"
    assert "rosters:read" in answer["message"]


@pytest.mark.parametrize(
    "header", ["Bearer salah", "Bearer ", "Basic dTpw", "Bearer \u00e9\u00e9", "titian_x"]
)
def test_garbage_opens_nothing_not_even_what_is_public(ask, world, header: str) -> None:
    for path in (LISTS, EVALUATION, LOADS, "/public/centres"):
        answer = ask(path, authorization=header)
        assert (answer.status_code, answer.json()["code"]) == (401, "token_not_valid")
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_an_expired_token_opens_nothing_and_says_so(ask, key_of) -> None:
    key = key_of()
    ApiToken.objects.update(
        made_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(days=1)
    )

    answer = ask(LISTS, key)

    assert answer.status_code == 401
    assert "berakhir" in answer.json()["message"]


def test_a_revoked_token_opens_nothing_and_its_user_works_there_no_longer(ask, key_of, world) -> None:
    key = key_of()
    token = ApiToken.objects.get()
    revoke_token(token, actor=world.users["centre_head"])

    answer = ask(LISTS, key)

    assert answer.status_code == 401
    assert "dicabut" in answer.json()["message"]
    assert not User.objects.get(pk=token.acts_as_id).is_active
    assert not Membership.objects.filter(user=token.acts_as_id, period__upper_inf=True).exists()


def test_without_a_token_one_is_told_to_bring_one(ask, world) -> None:
    answer = ask(LOADS)

    assert answer.status_code == 401
    assert answer.json()["code"] == "sign_in_first"


def test_a_token_beats_the_session_beside_it(ask, key_of, world) -> None:
    key = key_of("codelists:read")

    assert ask(LOADS, key, user=world.users["centre_head"]).status_code == 403


def test_only_the_digest_of_the_key_is_kept(key_of) -> None:
    key = key_of()

    token = ApiToken.objects.get()
    assert key not in str(vars(token))
    assert not any(key in str(vars(entry)) for entry in Entry.objects.all())


def test_making_and_revoking_are_in_the_journal(key_of, world) -> None:
    key_of("codelists:read")
    revoke_token(ApiToken.objects.get(), actor=world.users["administrator"])

    entries = Entry.objects.filter(subject_type="network.apitoken").order_by("pk")
    assert [(entry.verb, entry.actor) for entry in entries] == [
        ("make_token", world.users["centre_head"]),
        ("revoke_token", world.users["administrator"]),
    ]


def test_the_user_of_a_token_has_no_password_and_is_no_system_actor(key_of) -> None:
    key_of()

    user = ApiToken.objects.get().acts_as
    assert not user.has_usable_password()
    assert not user.is_system


def test_use_is_counted_and_ends_after_so_many_requests_a_minute(ask, key_of) -> None:
    key = key_of("codelists:read")
    ask(LISTS, key)
    token = ApiToken.objects.get()
    assert token.used_in_minute == 1
    assert token.last_used_at is not None
    soon = timezone.now() + timedelta(minutes=1)
    for minute in (token.minute, soon.replace(second=0, microsecond=0)):  # whichever minute it is by now
        ApiToken.objects.update(minute=minute, used_in_minute=REQUESTS_A_MINUTE)
        if (answer := ask(LISTS, key)).status_code == 429:
            break

    assert answer.json()["code"] == "too_many_requests"
    assert answer["Retry-After"] == "60"


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        ("uptp_bpvp", Role.CENTRE_CLERK),
        ("agency_regency", Role.REGENCY_OFFICE),
        ("agency_province", Role.PROVINCIAL_OFFICE),
        ("directorate_general", Role.NATIONAL_PLANNER),
        ("employer", None),
    ],
)
def test_a_token_acts_in_the_plain_role_of_its_organisation(world, kind: str, role: Role | None) -> None:
    body = network.organisation("Lembaga Token", kind)
    soon = timezone.now() + timedelta(days=30)

    token = make_token(
        body, "Sistem", scopes=["codelists:read"], expires_at=soon, actor=world.users["administrator"]
    )

    held = Membership.objects.filter(user=token.token.acts_as).values_list("role", flat=True)
    assert list(held) == ([role] if role else [])


@pytest.mark.parametrize(
    ("scopes", "days"),
    [([], 30), (["rosters:read", "all"], 30), (["rosters:read"], 400), (["rosters:read"], -1)],
)
def test_a_token_without_scope_or_end_is_refused(world, scopes: list[str], days: int) -> None:
    ends = timezone.now() + timedelta(days=days)
    with pytest.raises(DomainError) as told:
        make_token(world.centre, "Sistem", scopes=scopes, expires_at=ends, actor=world.users["centre_head"])
    assert told.value.code == "token_refused"
    assert not ApiToken.objects.exists()


def test_two_tokens_in_use_have_two_names(world) -> None:
    soon = timezone.now() + timedelta(days=30)
    head = world.users["centre_head"]
    first = make_token(world.centre, "Sistem", scopes=["codelists:read"], expires_at=soon, actor=head)
    with pytest.raises(DomainError):
        make_token(world.centre, "Sistem", scopes=["codelists:read"], expires_at=soon, actor=head)
    revoke_token(first.token, actor=head)

    make_token(world.centre, "Sistem", scopes=["codelists:read"], expires_at=soon, actor=head)

    assert ApiToken.objects.count() == 2
