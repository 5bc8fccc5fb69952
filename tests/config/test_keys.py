"""A new key comes in while people work: both are read, none is lost, and the old one goes only when unused."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.core.management.base import CommandError

from factories.loads import staged_row
from factories.network import member, organisation, user
from factories.people import person
from factories.standards import channel
from titian.accounts.actions import system_actor
from titian.accounts.adapters import SecondFactorAdapter
from titian.config import keys as keys_file
from titian.config.management.commands import keys as command
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
