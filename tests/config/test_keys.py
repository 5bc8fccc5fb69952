"""A new key comes in while people work: both are read, none is lost, and the old one goes only when unused."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.signing import Signer

from factories.counselling import counselling_office
from factories.loads import staged_row
from factories.network import member, organisation, user
from factories.people import person
from factories.standards import channel
from titian.accounts.actions import system_actor
from titian.accounts.adapters import SecondFactorAdapter
from titian.admissions.seals import Sealed, opened, seal
from titian.config import keys as keys_file
from titian.config.management.commands import keys as command
from titian.counselling.actions.ties import note_family_card, put_card_key_in_force
from titian.counselling.models import FamilyCard
from titian.counselling.queries.ties import ties_to
from titian.network.models import Role
from titian.network.models.invitation import digest_of, digests_of
from titian.people.actions import NewPerson, register
from titian.people.models import Person
from titian.people.queries import known_by_nik, whole_nik
from titian.people.vault import index_of, unseal
from titian.rosters.models import StagedRow
from titian.rosters.sealing import row_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(settings, tmp_path):
    """Run `./titian keys WHAT` in a home of its own, then start afresh with the keys it left."""
    settings.HOME = tmp_path
    settings.KEYS = keys_file.keys_of(tmp_path)
    settings.SECRET_KEY = settings.KEYS.secret

    def execute(*what: str) -> str:
        told = StringIO()
        call_command("keys", *what, stdout=told, stderr=StringIO())
        settings.KEYS = keys_file.keys_of(tmp_path)
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = (
            settings.KEYS.secret,
            settings.KEYS.former_secrets,
        )
        return told.getvalue()

    return execute


@pytest.fixture
def people(run) -> list[Person]:
    centre = organisation("BPVP Banyuwangi")
    channel("institutional")
    row = staged_row(centre, member(Role.CENTRE_CLERK, centre))
    assert row.key_version == 1
    return [person(served_by=centre) for _number in range(3)]


def found(nik: str) -> int | None:
    known = known_by_nik(nik, name="", born=date(1990, 3, 15))
    return known.person_id if known else None


def niks() -> dict[int, str]:
    return {one.pk: whole_nik(one) for one in Person.objects.all()}


def test_people_are_found_and_read_before_during_and_after_a_change_of_keys(run, people, settings):
    before, sought = niks(), people[0]
    nik, old_hash = whole_nik(sought), bytes(sought.nik_hash)
    for step in (["new"], ["rotate", "--batch", "2"], ["close"], ["retire"]):
        run(*step)
        assert niks() == before, step
        assert found(nik) == sought.pk, step
    sought.refresh_from_db()
    assert bytes(sought.nik_hash) == index_of(nik) != old_hash
    assert (list(settings.KEYS.nik), list(settings.KEYS.nik_index)) == ([2], [2])


def test_a_person_opened_during_the_change_bears_both_hashes(run, people):
    run("new")
    nik = "3510015503900777"
    (opened,) = register([newcomer(nik)], actor=system_actor("shell"))
    opened = Person.objects.get(pk=opened)
    assert (bytes(opened.nik_hash), bytes(opened.nik_next_hash)) == (index_of(nik, 1), index_of(nik, 2))


def newcomer(nik: str) -> NewPerson:
    return NewPerson(
        nik=nik, name="Warga Rekaan", sex="P", birth_date=date(1990, 3, 15), birth_place="", no_nik_reason="",
        phone="", address="", regency="35.10", district=None, education=None, is_demo=True, source_id=None,
        organisations=[organisation().pk], since=date(2022, 1, 1), link_reason="peserta",
    )  # fmt: skip


def test_an_interrupted_change_goes_on_where_it_stopped(run, people, monkeypatch):
    run("new")
    once = iter([command.renew_niks])

    def cut(**asked):
        return next(once)(**asked)  # the second batch fails

    monkeypatch.setattr(command, "renew_niks", cut)
    with pytest.raises(StopIteration):
        run("rotate", "--batch", "1")
    assert sorted(Person.objects.values_list("nik_key_version", flat=True)) == [1, 1, 2]
    with pytest.raises(CommandError):
        run("retire")
    monkeypatch.undo()


def test_staged_rows_are_sealed_with_the_new_key(run, people):
    run("new")
    run("rotate")
    row = StagedRow.objects.get()
    assert row.key_version == 2
    assert "Tono" in unseal(bytes(row.original), row_owner(row.pk), 2)


def test_a_new_signing_secret_still_opens_what_the_former_signed(run):
    account = user()
    sealed = SecondFactorAdapter().encrypt("JBSWY3DP")
    factor = Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": sealed})
    slip = digest_of("ABCD-EFGH-JKMN-PQRS")
    run("new-secret")
    assert slip in digests_of("ABCD-EFGH-JKMN-PQRS")
    assert SecondFactorAdapter().decrypt(sealed) == "JBSWY3DP"
    run("rotate")
    run("retire")
    factor.refresh_from_db()
    assert SecondFactorAdapter().decrypt(factor.data["secret"]) == "JBSWY3DP"


def test_the_keys_file_stays_its_owners_alone(run, settings):
    run("new")
    assert (settings.HOME / "keys.json").stat().st_mode & 0o777 == 0o600


def test_family_cards_are_compared_across_a_change_of_keys_though_no_number_is_kept(run, people, acting_as):
    desk = counselling_office()
    card, other = "3510" + "0" * 12, "3510" + "1" * 12
    note_family_card(card, actor=desk.officer)
    note_family_card(card, actor=desk.officer, person=people[0])
    before = bytes(FamilyCard.objects.get(person=people[0]).card_hash)

    def same() -> list[bool]:
        with acting_as(desk.officer):
            return [ties_to(desk.officer, one).same_card for one in people]

    for step, noted in (("new", card), ("rotate", other), ("close", card), ("retire", card)):
        run(step)
        note_family_card(noted, actor=desk.officer, person=people[1])
        assert same() == [True, noted == card, False], step
    after = FamilyCard.objects.get(person=people[0])
    assert (after.links, bytes(after.card_hash) == before) == (2, False)
    assert put_card_key_in_force(actor=system_actor("shell")) == 0


def test_letters_of_every_key_and_of_before_these_keys_stay_verifiable(run, settings):
    file = settings.HOME / "keys.json"
    stored = json.loads(file.read_text())
    del stored["letters"], stored["cards"]  # as an installation of before wrote it
    file.write_text(json.dumps(stored))
    run("status")
    letter = Sealed(7, "A-0012", 2)
    tokens = [
        Signer(key=stored["secret"], salt="titian.admissions.letter", sep=".").sign("7_A-0012_2"),
        seal(letter),
    ]
    for _time in range(2):
        run("new-secret")
        tokens.append(seal(letter))
    run("retire")
    assert len(set(tokens)) == 3  # the signer's own and ours of the same key are one
    assert {opened(token) for token in tokens} == {letter}
    assert opened(tokens[-1].replace("7_", "8_")) is None
    assert opened("7_A-0012_2." + Signer(key="another").signature("7_A-0012_2")) is None
