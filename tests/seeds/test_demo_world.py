from __future__ import annotations

import shutil
import stat
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.counselling.models import Decision, InterviewVersion
from titian.journal.models import Entry
from titian.network.actions import register_organisation
from titian.network.models import Agreement, Letterhead, Membership, Role
from titian.network.queries import organisation_by_name, roles_of
from titian.people.models import Person
from titian.planning.models import PlanVersion, TrainingClass
from titian.rosters.models import Load
from titian.seeds.actions import boarding as boarding_module
from titian.seeds.actions import build_demo_world
from titian.seeds.actions import world as world_module
from titian.seeds.actions.accounts import open_demo_accounts
from titian.seeds.password import demo_password, password_file
from titian.seeds.queries import demo_sign_ins
from titian.training.models import Enrolment

pytestmark = [pytest.mark.django_db, pytest.mark.once]

EXAMPLES = Path(__file__).parents[2] / "examples" / "rosters-2022"
SMALLEST = "bpvp-banyuwangi-bootcamp-2022.xlsx"


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the password in a home of the test's own and load the smallest workbook and cohort only."""
    settings.HOME = tmp_path / "home"  # type: ignore[attr-defined]
    folder = tmp_path / "rosters"
    folder.mkdir()
    for name in (SMALLEST, "manifest.csv", "targets.csv"):
        shutil.copy(EXAMPLES / name, folder)
    monkeypatch.setattr(world_module, "rosters_folder", lambda: folder)
    monkeypatch.setattr(boarding_module, "COHORT", {2017: (20, 5)})


def test_the_demo_has_an_account_for_every_role_and_a_citizen() -> None:
    build_demo_world()

    today = timezone.localdate()
    users = {user.username: user for user in User.objects.filter(is_demo=True).order_by("pk")}
    roles = {role for user in users.values() for role in roles_of(user, today)}
    assert roles == set(Role.values)
    assert [one.username for one in demo_sign_ins()] == list(users)
    assert all(users[one.username].check_password(one.password) for one in demo_sign_ins()[:2])
    assert Membership.objects.count() == len(users) - 2


def test_the_operator_of_a_community_centre_gets_an_account_once_a_roster_named_it() -> None:
    build_demo_world()
    assert not User.objects.filter(username="operator.laksmiwati").exists()
    seed = system_actor("seed")
    register_organisation("blk_komunitas", "BLK Komunitas Laksmiwati 1", actor=seed)

    opened = open_demo_accounts(seed)

    assert opened == 1
    assert demo_sign_ins()[-1].username == "operator.laksmiwati"


def test_the_demo_citizen_stands_outside_the_evaluated_year() -> None:
    build_demo_world()

    citizen = Person.objects.get(user__username="warga")
    assert (citizen.is_demo, citizen.regency_id) == (True, "35.15")
    assert not Enrolment.objects.filter(person=citizen).exists()
    served_by = [link.organisation.name for link in citizen.service_links.all()]
    assert served_by == ["Dinas Tenaga Kerja Kabupaten Sidoarjo", "BPVP Sidoarjo"]


def test_the_demo_loads_rosters_and_targets_as_everybody_would() -> None:
    build_demo_world()

    assert TrainingClass.objects.filter(centre__name="BPVP Banyuwangi").count() == 5
    assert Load.objects.get().actor.username == "petugas.banyuwangi"
    assert PlanVersion.objects.get().targets.count() == 4


def test_what_the_demo_invents_says_so() -> None:
    build_demo_world()

    letterhead = Letterhead.objects.get(organisation=organisation_by_name("BPVP Banyuwangi"))
    assert letterhead.signatory == "Nama Kepala Balai (contoh peragaan)"
    invented = Agreement.objects.filter(is_demo=True)
    assert all("(contoh peragaan)" in agreement.title for agreement in invented)
    assert Counter(invented.values_list("promises__kind", flat=True)) == {"covered": 1, "started_work": 3}


def test_building_again_changes_nothing() -> None:
    build_demo_world()
    before = (Entry.objects.count(), User.objects.count(), Load.objects.count(), Agreement.objects.count())
    password = demo_password()

    build_demo_world()

    after = (Entry.objects.count(), User.objects.count(), Load.objects.count(), Agreement.objects.count())
    assert after == before
    assert demo_password() == password


def test_the_password_is_random_and_only_its_owner_reads_it(tmp_path: Path, settings: object) -> None:
    first = demo_password()
    assert stat.S_IMODE(password_file().stat().st_mode) == 0o600
    assert len(first) >= 16

    settings.HOME = tmp_path / "another"  # type: ignore[attr-defined]
    assert demo_password() != first


def test_a_lost_password_file_gives_every_account_the_new_password() -> None:
    build_demo_world()
    password_file().unlink()

    build_demo_world()

    assert all(user.check_password(demo_password()) for user in User.objects.filter(is_demo=True))


def test_no_demo_world_is_built_in_production(settings: object) -> None:
    settings.MODE = "production"  # type: ignore[attr-defined]
    with pytest.raises(DomainError) as refusal:
        build_demo_world()
    assert refusal.value.code == "not_in_demo_mode"
    assert not User.objects.filter(is_demo=True).exists()


def test_the_command_builds_and_the_list_of_sign_ins_names_each_role() -> None:
    call_command("seed_demo")
    out = StringIO()

    call_command("print_sign_ins", stdout=out)

    lines = out.getvalue().splitlines()
    assert len(lines) == 19
    assert lines[6].split() == [
        "petugas.banyuwangi",
        demo_password(),
        "Petugas",
        "balai,",
        "BPVP",
        "Banyuwangi",
    ]
    assert settings.HOME.is_dir()


def test_the_demo_counsels_invented_citizens_of_jember_who_are_in_no_class() -> None:
    build_demo_world()

    people = Person.objects.filter(regency="35.09", name__endswith="Contoh")
    assert (people.count(), people.filter(is_demo=True).count()) == (8, 8)
    assert not Enrolment.objects.filter(person__in=people).exists()
    assert Decision.objects.filter(is_demo=True).count() == 2
    assert InterviewVersion.objects.filter(state="conflicting").count() == 1
