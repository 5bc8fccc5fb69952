"""The door for who was invited: one-time links, slips of paper, lost passwords, and those who leave."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories import network
from factories.network import PASSWORD
from factories.world import World
from titian.accounts.models import User
from titian.journal.models import Entry
from titian.network.models import Invitation, Membership, Organisation, Role
from titian.network.models.invitation import digest_of

DEAD = "/undangan/?tidak-berlaku"
NEW = "jembatan-kayu-panjang"
CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")


@pytest.fixture(autouse=True)
def _nobody_was_counted_yet(db: None) -> None:
    cache.clear()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def membership_of(user: User) -> Membership:
    return Membership.objects.get(user=user)


def invited(world: World, by: str = "centre_head", username: str = "siti.rahayu", role: str = "centre_clerk"):
    """Return the answer to an invitation and the code in it."""
    answer = signed_in(world.users[by]).post(
        f"/lembaga/{world.centre.pk}/undang/",
        {"name": "Siti Rahayu", "username": username, "role": role},
    )
    found = CODE.search(answer.content.decode())
    return answer, found[0] if found else ""


def accept(code: str, password: str = NEW, **more: str):
    client = Client()
    opened = client.get(f"/undangan/{code}/")
    if opened.headers.get("Location") != "/undangan/pilih/":
        return client, opened
    chosen = {"name": "Siti Rahayu", "password1": password, "password2": password, "language": "id", **more}
    return client, client.post("/undangan/pilih/", chosen)


def test_who_is_invited_chooses_a_password_and_begins_the_first_day(world) -> None:
    _answer, code = invited(world)

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE titian_app")  # the second wall holds for who has not signed in
        client, answer = accept(code)
        cursor.execute("RESET ROLE")

    user = User.objects.get(username="siti.rahayu")
    assert answer.headers["Location"] == "/hari-pertama/"
    assert client.get("/hari-pertama/").status_code == 200
    assert user.check_password(NEW)
    assert membership_of(user).role == Role.CENTRE_CLERK
    assert membership_of(user).organisation == world.centre
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"invite", "accept_invitation", "add_member"} <= verbs


def test_only_a_keyed_digest_of_the_code_is_kept(world) -> None:
    _answer, code = invited(world)

    invitation = Invitation.objects.get()

    assert invitation.code_digest == digest_of(code)
    assert code not in str(Entry.objects.values_list("details", "reason"))
    assert code.replace("-", "") not in str(Invitation.objects.values())


def test_the_code_is_shown_once(world) -> None:
    answer, code = invited(world)
    again = signed_in(world.users["centre_head"]).get(f"/lembaga/{world.centre.pk}/")

    assert code in answer.content.decode()
    assert "<svg" in answer.content.decode()
    assert code not in again.content.decode()
    assert "siti.rahayu" in again.content.decode()


def test_a_code_typed_as_people_type_it_opens_the_same_door(world) -> None:
    _answer, code = invited(world)

    answer = Client().post("/undangan/", {"code": f" {code.lower().replace('-', ' ').replace('0', 'o')} "})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/undangan/pilih/"


def test_looking_at_the_link_does_not_use_it_up(world) -> None:
    _answer, code = invited(world)

    for _look in range(3):
        assert Client().get(f"/undangan/{code}/").status_code == 302

    assert accept(code)[1].status_code == 302


def test_used_revoked_expired_and_guessed_codes_get_the_same_answer(world) -> None:
    head = signed_in(world.users["centre_head"])
    codes = [invited(world, username=f"orang{n}")[1] for n in range(3)]
    accept(codes[0])
    head.post(f"/undangan/{Invitation.objects.get(username='orang1').pk}/cabut/")
    Invitation.objects.filter(username="orang2").update(expires_at=timezone.now() - timedelta(minutes=1))

    answers = [Client().get(f"/undangan/{code}/") for code in [*codes, "AAAA-BBBB-CCCC-DDDD"]]

    assert {answer.headers["Location"] for answer in answers} == {DEAD}
    assert "Kode ini tidak berlaku" in Client().get(DEAD).content.decode()


def test_a_door_that_closes_while_one_chooses_stays_closed(world) -> None:
    _answer, code = invited(world)
    client = Client()
    client.get(f"/undangan/{code}/")
    Invitation.objects.update(revoked_at=timezone.now())

    answer = client.post(
        "/undangan/pilih/", {"name": "Siti", "password1": NEW, "password2": NEW, "language": "id"}
    )

    assert answer.headers["Location"] == DEAD
    assert not User.objects.filter(username="siti.rahayu").exists()


def test_guessing_codes_is_stopped_and_a_right_one_then_comes_too_late(world) -> None:
    _answer, code = invited(world)
    guesser = Client()

    statuses = [
        guesser.post("/undangan/", {"code": f"AAAA-BBBB-CCCC-{n:04d}"}).status_code for n in range(12)
    ]

    assert statuses[:10] == [302] * 10
    assert set(statuses[10:]) == {429}
    assert guesser.get(f"/undangan/{code}/").status_code == 429


@pytest.mark.parametrize("password", ["pendek", "1234567890", "siti.rahayu"])
def test_a_weak_password_keeps_the_door_open(world, password: str) -> None:
    _answer, code = invited(world)

    _client, answer = accept(code, password)

    assert answer.status_code == 200
    assert "Ada yang perlu diperbaiki" in answer.content.decode()
    assert Invitation.objects.get().used_at is None


def test_a_name_is_promised_once(world) -> None:
    invited(world)

    answer, code = invited(world)

    assert code == ""
    assert "sudah dipakai atau sudah diundang" in answer.content.decode()


def test_a_clerk_without_the_right_invites_nobody_and_a_stranger_finds_nothing(world) -> None:
    path = f"/lembaga/{world.centre.pk}/undang/"

    assert signed_in(world.users["centre_clerk"]).get(path).status_code == 403
    assert signed_in(world.users["other_clerk"]).get(path).status_code == 404
    assert Client().get(path).status_code == 302


def test_a_clerk_with_the_right_lets_in_clerks_but_no_heads(world) -> None:
    clerk = world.users["centre_clerk"]
    head = signed_in(world.users["centre_head"])
    head.post(f"/keanggotaan/{membership_of(clerk).pk}/hak-undang/", {"boleh": "ya"})

    _answer, as_clerk = invited(world, by="centre_clerk")
    refused, as_head = invited(world, by="centre_clerk", username="lain", role="centre_head")

    assert as_clerk
    assert as_head == ""
    assert refused.status_code == 200
    assert Invitation.objects.count() == 1


def test_a_head_invites_for_the_community_centre_below_and_not_for_another_centre(world) -> None:
    head = signed_in(world.users["centre_head"])
    community = Organisation.objects.get(name="BLKK Al-Hikmah")

    assert head.get(f"/lembaga/{community.pk}/undang/").status_code == 200
    assert head.get(f"/lembaga/{world.other_centre.pk}/undang/").status_code == 404


def test_every_community_centre_without_operator_gets_a_slip_in_one_go(world) -> None:
    for number in range(3):
        one = network.organisation(f"BLKK Rekaan {number}", "blk_komunitas")
        network.supervise(world.centre, one)
    path = f"/lembaga/{world.centre.pk}/undang-operator/"
    head = signed_in(world.users["centre_head"])

    page = head.get(path).content.decode()
    first = CODE.findall(head.post(path).content.decode())
    second = head.post(path)
    renewed = CODE.findall(head.post(path, {"renew": "on"}).content.decode())

    assert "3 BLK Komunitas" in page
    assert len(first) == 3
    assert second.status_code == 302
    assert len(renewed) == 3
    assert accept(first[0])[1].headers["Location"] == DEAD
    assert accept(renewed[0])[1].status_code == 302
    assert Entry.objects.filter(verb="invite_operators").count() == 2


def test_a_supervisor_gives_a_lost_password_back_and_the_owner_is_told(world) -> None:
    clerk = world.users["centre_clerk"]
    Authenticator.objects.create(user=clerk, type=Authenticator.Type.TOTP, data={"secret": "x"})
    former = signed_in(clerk)
    head = signed_in(world.users["centre_head"])

    page = head.post(f"/keanggotaan/{membership_of(clerk).pk}/kata-sandi/").content.decode()
    still = former.get("/").content.decode()
    client, answer = accept(CODE.search(page)[0])

    clerk.refresh_from_db()
    assert "Belum dipakai." in still
    assert answer.headers["Location"] == "/"
    assert clerk.check_password(NEW)
    assert not Authenticator.objects.filter(user=clerk).exists()
    assert former.get("/paket/").status_code == 302
    told = client.get("/").content.decode()
    assert "Tautan kata sandi baru pernah dibuat" in told
    assert "Kepala Balai" in told
    client.post("/akun-saya/kabar-kata-sandi/")
    assert "Tautan kata sandi baru pernah dibuat" not in client.get("/").content.decode()
    assert {"issue_reset", "replace_password"} <= set(Entry.objects.values_list("verb", flat=True))


def test_nobody_takes_over_an_account_that_stands_above_or_elsewhere(world) -> None:
    clerk, head = world.users["centre_clerk"], world.users["centre_head"]
    Membership.objects.filter(user=clerk).update(may_invite=True)
    away = network.member(Role.CENTRE_CLERK, world.centre, name="Bekerja di dua tempat")
    Membership.objects.create(
        user=away, organisation=world.other_centre, role=Role.CENTRE_CLERK, period=membership_of(clerk).period
    )

    def ask(user: User, membership: Membership) -> int:
        return signed_in(user).post(f"/keanggotaan/{membership.pk}/kata-sandi/").status_code

    assert ask(clerk, membership_of(head)) == 403
    assert ask(head, membership_of(head)) == 403
    assert ask(head, Membership.objects.get(user=away, organisation=world.centre)) == 403
    assert ask(world.users["other_clerk"], membership_of(clerk)) == 404
    assert not Invitation.objects.exists()


def test_who_leaves_hands_over_roles_and_open_invitations(world) -> None:
    clerk = world.users["centre_clerk"]
    Membership.objects.filter(user=clerk).update(may_invite=True)
    invited(world, by="centre_clerk")
    session = signed_in(clerk)
    successor = world.users["instructor"]

    answer = signed_in(world.users["centre_head"]).post(
        f"/keanggotaan/{membership_of(clerk).pk}/serah-terima/",
        {"successor": successor.pk, "reason": "pindah ke kantor pusat"},
    )

    clerk.refresh_from_db()
    assert answer.status_code == 302
    assert not clerk.is_active
    assert clerk.name == "Petugas Balai"
    assert session.get("/paket/").status_code == 302
    assert not Membership.objects.filter(user=clerk, period__contains=timezone.localdate()).exists()
    assert Membership.objects.filter(user=successor, role=Role.CENTRE_CLERK).exists()
    assert Invitation.objects.get().invited_by == successor
    assert Entry.objects.get(verb="hand_over").details["successor"] == successor.pk
    client = Client()
    client.post("/akun/masuk/", {"login": clerk.username, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_one_signs_a_lost_telephone_out_and_nobody_elses(world) -> None:
    clerk = world.users["centre_clerk"]
    here, telephone, other = Client(), Client(), Client()
    for client, user in [(here, clerk), (telephone, clerk), (other, world.users["instructor"])]:
        client.post("/akun/masuk/", {"login": user.username, "password": PASSWORD})
    lost = UserSession.objects.get(session_key=telephone.session.session_key)
    foreign = UserSession.objects.get(session_key=other.session.session_key)

    page = here.get("/akun-saya/perangkat/").content.decode()
    ended = here.post(f"/akun-saya/perangkat/{lost.pk}/keluar/")
    refused = here.post(f"/akun-saya/perangkat/{foreign.pk}/keluar/")

    assert page.count("Keluar dari perangkat ini") == 2
    assert (ended.status_code, refused.status_code) == (302, 404)
    assert telephone.get("/paket/").status_code == 302
    assert other.get("/paket/").status_code == 200


@pytest.mark.parametrize(
    ("role", "status"),
    [("centre_head", 302), ("national_planner", 302), ("administrator", 302), ("centre_clerk", 200)],
)
def test_who_leads_sets_up_a_second_factor_before_anything_else(
    world, settings, role: str, status: int
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    client = signed_in(world.users[role])

    answer = client.get("/hari-pertama/")

    assert answer.status_code == status
    if status == 302:
        assert answer.headers["Location"] == reverse("mfa_activate_totp")
        Authenticator.objects.create(
            user=world.users[role], type=Authenticator.Type.TOTP, data={"secret": "x"}
        )
        assert client.get("/hari-pertama/").status_code == 200
