from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import xlsxwriter
from django.core.management import call_command
from django.core.management.base import CommandError

from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.journal.models import Entry
from titian.network.actions import add_member
from titian.network.models import Organisation, Role
from titian.network.queries import organisation_by_name
from titian.planning.models import PlanVersion, Target
from titian.planning.queries import PlannedTarget, target_history, targets_in_force

pytestmark = pytest.mark.django_db

EXAMPLE = Path(__file__).parents[2] / "examples" / "rosters-2022" / "targets.csv"
HEADING = "year,centre,channel,label,fund,target_packages,target_people"
INSTITUTIONAL = "2022,BPVP Banyuwangi,institutional,Pelatihan institusional,APBN,55,880"


@pytest.fixture
def centre(country: User) -> Organisation:
    return organisation_by_name("BPVP Banyuwangi")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "targets.csv"


def _load(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("targets", "load", str(path), *options, stdout=out)
    return out.getvalue()


def _write(file: Path, *rows: str, heading: str = HEADING) -> Path:
    file.write_text("\n".join([heading, *rows, ""]))
    return file


def _refusal(path: Path, *options: str) -> str:
    with pytest.raises(CommandError) as refusal:
        _load(path, *options)
    assert PlanVersion.objects.count() == 0
    return str(refusal.value)


def test_the_example_becomes_the_first_version(centre: Organisation) -> None:
    _load(EXAMPLE)

    plan = targets_in_force(centre, 2022)
    assert plan is not None
    assert (plan.number, plan.decided_on, plan.reason) == (1, date(2022, 1, 1), "Rencana awal")
    assert plan.targets == [
        PlannedTarget("institutional", "APBN", "", "Pelatihan institusional", 55, 880, None, None),
        PlannedTarget("industry", "APBN", "", "Pelatihan di industri", 12, 182, None, None),
        PlannedTarget("bootcamp", "APBN", "", "Bootcamp", 5, 80, None, None),
        PlannedTarget("community", "BLKK_GRANT", "", "BLK Komunitas", 133, 2128, None, None),
    ]


def test_the_same_file_again_changes_nothing(centre: Organisation) -> None:
    _load(EXAMPLE)
    entries = Entry.objects.count()

    assert _load(EXAMPLE) == "BPVP Banyuwangi 2022: tidak ada yang berubah (versi 1).\n"
    assert (PlanVersion.objects.count(), Entry.objects.count()) == (1, entries)


def test_a_cut_keeps_the_first_promise_visible(centre: Organisation, file: Path) -> None:
    _load(_write(file, INSTITUTIONAL))
    cut = _write(file, INSTITUTIONAL.replace("55,880", "50,800"))

    answer = _load(cut, "--decided-on", "2022-06-01", "--reason", "Efisiensi anggaran", "--json")

    assert json.loads(answer) == [
        {"centre": "BPVP Banyuwangi", "year": 2022, "version": 2, "is_new": True, "noted": 0}
    ]
    history = target_history(centre, 2022)
    assert [(one.number, one.reason, one.targets[0].people) for one in history] == [
        (1, "Rencana awal", 880),
        (2, "Efisiensi anggaran", 800),
    ]
    before, after = (targets_in_force(centre, 2022, as_of=date(2022, month, 1)) for month in (5, 6))
    assert before is not None
    assert after is not None
    assert (before.number, after.number) == (1, 2)
    assert targets_in_force(centre, 2022, as_of=date(2021, 12, 31)) is None


def test_a_change_needs_a_reason_and_a_later_day(centre: Organisation, file: Path) -> None:
    _load(_write(file, INSTITUTIONAL), "--decided-on", "2022-02-01")
    cut = _write(file, INSTITUTIONAL.replace("55,880", "50,800"))

    with pytest.raises(CommandError, match="Sebutkan alasannya dengan --reason"):
        _load(cut)
    with pytest.raises(CommandError, match="ditetapkan 1 Februari 2022; versi baru tidak dapat"):
        _load(cut, "--reason", "x", "--decided-on", "2022-01-31")
    with pytest.raises(CommandError, match="belum tiba"):
        _load(cut, "--reason", "x", "--decided-on", "2999-01-01")
    assert PlanVersion.objects.count() == 1


def test_money_spent_is_noted_without_a_new_promise(centre: Organisation, file: Path) -> None:
    heading = HEADING + ",rupiah,rupiah_spent"
    _load(_write(file, INSTITUTIONAL + ",1084000000,", heading=heading))

    _load(_write(file, INSTITUTIONAL + ",Rp 1.084.000.000,500000000", heading=heading))
    _load(_write(file, INSTITUTIONAL))  # states no money, so it changes none

    target = Target.objects.get()
    assert (target.rupiah, target.rupiah_spent) == (1_084_000_000, 500_000_000)
    assert PlanVersion.objects.count() == 1

    cut = _write(file, INSTITUTIONAL.replace("55,880", "50,800") + ",900000000,", heading=heading)
    _load(cut, "--reason", "Efisiensi")
    plan = targets_in_force(centre, 2022)
    assert plan is not None
    assert (plan.number, plan.targets[0].rupiah, plan.targets[0].rupiah_spent) == (
        2,
        900_000_000,
        500_000_000,
    )


def test_waves_of_one_channel_and_fund_are_apart(centre: Organisation, file: Path) -> None:
    rows = [f"{INSTITUTIONAL},Gelombang {wave}" for wave in (1, 2)]
    _load(_write(file, *rows, heading=HEADING + ",wave"))

    plan = targets_in_force(centre, 2022)
    assert plan is not None
    assert [target.wave for target in plan.targets] == ["1", "2"]


def test_a_workbook_and_a_file_with_semicolons_are_read_alike(centre: Organisation, tmp_path: Path) -> None:
    workbook = xlsxwriter.Workbook(str(tmp_path / "targets.xlsx"))
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, HEADING.split(","))
    sheet.write_row(2, 0, [2022, "BPVP Banyuwangi", "Bootcamp", "Bootcamp", "apbn", 5, 80])
    workbook.close()
    _load(tmp_path / "targets.xlsx")

    text = "\n".join([HEADING, "2022,BPVP Banyuwangi,bootcamp,,APBN,5,80"]).replace(",", ";")
    (tmp_path / "targets.csv").write_text("\ufeff" + text)
    assert "tidak ada yang berubah" in _load(tmp_path / "targets.csv")


def test_every_complaint_names_its_row_and_nothing_is_half_loaded(centre: Organisation, file: Path) -> None:
    answer = _refusal(
        _write(
            file,
            INSTITUTIONAL,
            "2022,BPVP Banyuwangi,kursus,,APBN,dua,80",
            "",
            "2022,,bootcamp,,emas,5,-80",
            INSTITUTIONAL,
        )
    )

    channels = "institutional, industry, bootcamp, community, mtu, boarding, blended, tailor_made"
    funds = "APBN, BLKK_GRANT, APBD_DAU, APBD_DBHCHT, APBD, COMPANY, SELF, OTHER"
    assert answer.splitlines() == [
        f"Baris 3: kolom channel berisi “kursus”; pilihannya: {channels}.",
        "Baris 3: kolom target_packages berisi “dua”, bukan bilangan bulat yang wajar.",
        "Baris 5: nama balai (centre) kosong.",
        f"Baris 5: kolom fund berisi “emas”; pilihannya: {funds}.",
        "Baris 5: kolom target_people berisi “-80”, bukan bilangan bulat yang wajar.",
        "Baris 6 mengulang baris 2: tahun, balai, jalur, dana dan gelombang sama.",
    ]


def test_missing_and_unknown_columns_are_named(centre: Organisation, file: Path) -> None:
    answer = _refusal(_write(file, "2022,BPVP Banyuwangi", heading="year,centre,paket"))

    assert answer.splitlines() == [
        "Kolom yang wajib tidak ada: channel, fund, target_packages, target_people.",
        "Kolom yang tidak dikenal: paket. Hapus kolom itu atau pakai salah satu dari: year, centre, channel, "
        "fund, target_packages, target_people, label, wave, rupiah, rupiah_spent.",
    ]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("BPVP Atlantis", "Baris 2: Lembaga BPVP Atlantis tidak dikenal"),
        ("BLK Pasuruan", "Baris 2: Ada 2 lembaga bernama BLK Pasuruan"),
        ("BPJS Ketenagakerjaan", "Baris 2: BPJS Ketenagakerjaan bukan lembaga pelatihan."),
    ],
)
def test_a_centre_that_is_none_is_refused_with_its_row(
    centre: Organisation, file: Path, name: str, reason: str
) -> None:
    assert _refusal(_write(file, INSTITUTIONAL.replace("BPVP Banyuwangi", name))).startswith(reason)


def test_a_centre_named_in_two_ways_is_one_centre(centre: Organisation, file: Path) -> None:
    answer = _refusal(_write(file, INSTITUTIONAL, INSTITUTIONAL.replace("BPVP", "BLK")))
    assert answer == "Baris 3 mengulang baris 2: keduanya target BPVP Banyuwangi."


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("none.csv", None, "tidak ditemukan"),
        ("latin.csv", "tähun".encode("latin-1"), "tidak disimpan sebagai UTF-8"),
        ("torn.xlsx", b"no workbook", "bukan berkas .csv, .xlsx atau .ods"),
        ("empty.csv", b"", "Kolom yang wajib tidak ada"),
        ("heading.csv", HEADING.encode(), "tidak berisi satu pun target"),
    ],
)
def test_a_file_that_is_no_table_is_refused(
    centre: Organisation, tmp_path: Path, name: str, content: bytes | None, reason: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert reason in _refusal(tmp_path / name)


def test_a_clerk_plans_for_the_own_centre_only(centre: Organisation) -> None:
    sidoarjo = organisation_by_name("BPVP Sidoarjo")
    for name, place in (("banyuwangi", centre), ("sidoarjo", sidoarjo)):
        clerk = User.objects.create(username=name, name=name)
        add_member(clerk, place, Role.CENTRE_CLERK, actor=system_actor("shell"), on=date(2022, 1, 1))

    assert "sidoarjo tidak berwenang menetapkan target BPVP Banyuwangi" in _refusal(
        EXAMPLE, "--as", "sidoarjo"
    )
    assert "tidak dikenal" in _refusal(EXAMPLE, "--as", "siapa")
    _load(EXAMPLE, "--as", "banyuwangi")
    assert Entry.objects.get(verb="set_targets").actor.username == "banyuwangi"
