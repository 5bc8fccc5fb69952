"""A roster goes in once, changes only what it corrects, and comes out again whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.db import connection

from factories.network import member, organisation
from rosters.conftest import ANI, BUDI, CITRA
from titian.certification.models import CompetencyCertificate, Verdict
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.models import Organisation, Role, Supervision
from titian.people.models import Disability, EmploymentSpell, Person, ServiceLink
from titian.people.queries import whole_nik
from titian.placement.models import OutcomeReport
from titian.planning.models import TrainingClass
from titian.programmes.models import Programme
from titian.protection.models import Cover
from titian.rosters.actions import RosterFile, load_rosters, undo
from titian.rosters.models import LoadedFile, LoadState, StagedRow, VanishedRow
from titian.rosters.models import Verdict as RowVerdict
from titian.rosters.queries.loads import load_report
from titian.rosters.queries.notices import rows_held
from titian.rosters.queries.repair import held_rows_for_repair, origin_of
from titian.rosters.writing import write_held
from titian.training.models import Enrolment, TrainingCertificate

WORKS = {
    "Uji Kompetensi": "K", "No. Sertifikat Kompetensi": "56303 5132 2 0000195 2022", "No. BPJS": "74000000187",
    "Penempatan": "Bekerja", "Perusahaan/Usaha": "PT Contoh", "Jabatan": "Barista", "Tgl Bekerja": "10/10/2022",
    "Upah": "Rp 2.500.000", "Disabilitas": "Ya",
}  # fmt: skip
TABLES = (
    Person, ServiceLink, Disability, EmploymentSpell, TrainingClass, Enrolment, TrainingCertificate, Verdict,
    CompetencyCertificate, Cover, OutcomeReport, Programme, Organisation, Supervision,
)  # fmt: skip


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in TABLES}


def verdicts(load) -> list[tuple[int, str, list[str], list[str]]]:
    rows = StagedRow.objects.filter(load=load).order_by("sheet__position", "line")
    return [(row.line, row.verdict, row.codes, row.warnings) for row in rows]


def test_a_row_becomes_a_person_with_all_that_it_says(load, roster, centre):
    load(roster({**ANI, **WORKS}))

    person = Person.objects.get()
    assert (person.name, whole_nik(person), person.sex) == ("Ani Lestari", ANI["NIK"], "P")
    assert (person.birth_date, person.regency_id) == (date(1999, 7, 1), "35.10")
    enrolment = Enrolment.objects.get(person=person)
    training_class = enrolment.training_class
    assert (training_class.code, training_class.centre, training_class.starts_on) == (
        "INST-100", centre, date(2022, 8, 4),
    )  # fmt: skip
    assert (enrolment.passed, enrolment.education_id, enrolment.domicile_id) == (True, "SMA", "35.10")
    assert TrainingCertificate.objects.get().number == "INST-100/0001"
    assert Verdict.objects.get().competent is True
    assert CompetencyCertificate.objects.get().number == "56303 5132 2 0000195 2022"
    assert Cover.objects.get().member_number == "74000000187"
    spell = EmploymentSpell.objects.get()
    assert (spell.status_id, spell.employer_name, spell.starts_on) == (
        "employee",
        "PT Contoh",
        date(2022, 10, 10),
    )
    assert (spell.monthly_wage, spell.occupation_id, spell.evidence) == (2_500_000, "5132", "centre")
    assert OutcomeReport.objects.get().word == "Bekerja"
    assert Disability.objects.get().present is True
    assert [link.organisation for link in ServiceLink.objects.all()] == [centre]


def test_every_fact_names_the_cell_it_was_read_from(load, roster):
    load(roster({**ANI, **WORKS}))

    source = Enrolment.objects.get().source

    assert (source.sheet.document, source.sheet.sheet, source.row) == ("roster.xlsx", "INST-100 Barista", 7)
    assert source.cell("nik") == "C7"
    assert {model.objects.get().source for model in (Person, Cover, Verdict, OutcomeReport)} == {source}


def test_the_same_file_again_changes_nothing(load, roster):
    file = roster({**ANI, **WORKS}, BUDI)
    load(file)
    before, history = counts(), Enrolment._meta.apps.get_model("training", "EnrolmentEvent").objects.count()

    again = load(file)

    assert [found.state for found in again.files.all()] == [LoadState.UNCHANGED]
    assert counts() == before
    assert Enrolment._meta.apps.get_model("training", "EnrolmentEvent").objects.count() == history


def test_the_same_rows_in_another_file_change_nothing(load, roster):
    load(roster({**ANI, **WORKS}, BUDI))
    before = counts()
    sources = set(Enrolment.objects.values_list("source", flat=True))

    again = load(roster({**ANI, **WORKS}, BUDI, name="salinan.xlsx"))

    assert verdicts(again) == []
    assert counts() == before
    assert set(Enrolment.objects.values_list("source", flat=True)) == sources


def test_a_corrected_file_changes_what_was_corrected(load, roster):
    load(roster({**ANI, **WORKS}, BUDI))
    before = counts()

    load(
        roster(
            {**ANI, **WORKS, "Nama": "Ani Lestari Wati", "Upah": "3000000", "Uji Kompetensi": "BK",
             "No. Sertifikat Kompetensi": "", "No. BPJS": ""}, BUDI, name="perbaikan.xlsx"
        )
    )  # fmt: skip

    assert counts() == {**before, "Cover": 0, "CompetencyCertificate": 0}
    assert Person.objects.get(sex="P").name == "Ani Lestari Wati"
    assert EmploymentSpell.objects.get().monthly_wage == 3_000_000
    assert Verdict.objects.get().competent is False


def test_a_corrected_nik_moves_the_enrolment_to_the_other_person(load, roster):
    load(roster(ANI, BUDI))

    load(roster({**ANI, "NIK": "3510054107990777"}, BUDI, name="perbaikan.xlsx"))

    assert sorted(whole_nik(person) for person in Person.objects.all()) == [
        "3510050203980002",
        "3510054107990777",
    ]
    assert Enrolment.objects.count() == 2


def test_certificate_numbers_may_change_places(load, roster):
    load(roster({**ANI, "No. Sertifikat": "A"}, {**BUDI, "No. Sertifikat": "B"}))

    load(roster({**ANI, "No. Sertifikat": "B"}, {**BUDI, "No. Sertifikat": "A"}, name="perbaikan.xlsx"))

    numbers = TrainingCertificate.objects.values_list("enrolment__person__sex", "number")
    assert sorted(numbers) == [("L", "A"), ("P", "B")]


def test_a_vanished_row_is_listed_and_goes_only_on_confirmation(load, roster):
    load(roster(ANI, BUDI))
    shorter = roster(ANI, name="pendek.xlsx")

    listed = load(shorter)
    assert [(row.row.name, row.removed) for row in VanishedRow.objects.all()] == [("Budi Santoso", False)]
    assert Enrolment.objects.count() == 2
    assert load_report(listed)["vanished"] == [
        {"sheet": "INST-100 Barista", "package": "INST-100", "row": 8, "removed": False}
    ]

    load(roster(ANI, name="pendek-2.xlsx"), confirm_vanished=True)
    assert [person.name for person in Person.objects.all()] == ["Ani Lestari"]
    assert Enrolment.objects.count() == 1


def test_one_person_in_two_classes_is_one_person_with_a_warning_where_they_overlap(load, roster):
    load(roster(ANI))

    second = load(roster(ANI, name="kedua.xlsx", package="INST-101"))

    assert (Person.objects.count(), Enrolment.objects.count()) == (1, 2)
    assert verdicts(second) == [(7, RowVerdict.WARNING, [], ["classes_overlap"])]


def test_another_name_for_a_known_nik_is_held(load, roster):
    load(roster(ANI))

    second = load(roster({**ANI, "Nama": "Sri Wahyuni"}, name="kedua.xlsx", package="INST-101"))

    assert verdicts(second) == [(7, RowVerdict.HELD, ["name_disagrees_with_known_nik"], [])]
    assert Enrolment.objects.count() == 1


def test_two_names_for_one_new_nik_in_one_file_hold_the_second(load, roster, tmp_path):
    first = roster(ANI)
    book = openpyxl.load_workbook(first)
    page = book.copy_worksheet(book.active)
    page.title = "INST-101 Barista"
    page["A3"] = str(page["A3"].value).replace("INST-100", "INST-101")
    page["B7"] = "Sri Wahyuni"
    page["M7"] = "lain"
    book.save(first)

    done = load(first)

    assert verdicts(done) == [
        (7, RowVerdict.ACCEPTED, [], []),
        (7, RowVerdict.HELD, ["name_disagrees_with_known_nik"], []),
    ]


def test_a_certificate_number_is_once_per_centre(load, roster):
    load(roster({**ANI, "No. Sertifikat": "00001/SP"}))

    second = load(roster({**BUDI, "No. Sertifikat": "00001/SP"}, name="kedua.xlsx", package="INST-101"))

    assert verdicts(second) == [(7, RowVerdict.HELD, ["certificate_number_taken"], [])]


def test_a_member_number_of_somebody_else_is_a_warning(load, roster):
    load(roster({**ANI, "No. BPJS": "740"}))

    second = load(roster({**BUDI, "No. BPJS": "740"}, name="kedua.xlsx", package="INST-101"))

    assert verdicts(second) == [(7, RowVerdict.WARNING, [], ["member_number_taken"])]


def test_held_beats_repeated_and_the_first_sound_row_stands(load, roster):
    done = load(
        roster(
            {**ANI, "Tanggal Lahir": "02/07/1999", "No. Sertifikat": "x"}, ANI, {**ANI, "No. Sertifikat": "y"}
        )
    )

    assert [(line, verdict, codes) for line, verdict, codes, _warnings in verdicts(done)] == [
        (7, RowVerdict.HELD, ["birth_date_disagrees_with_nik"]),
        (8, RowVerdict.ACCEPTED, []),
        (9, RowVerdict.REPEATED, []),
    ]


def test_a_package_code_of_another_class_does_not_overwrite_it(load, roster):
    load(roster(ANI, BUDI))

    other = load(roster(CITRA, name="lain.xlsx", programme="MENJAHIT"))

    assert verdicts(other) == [(7, RowVerdict.HELD, ["package_taken"], [])]
    assert TrainingClass.objects.get().programme.name.upper() == "BARISTA"


def test_a_held_row_is_repaired_through_the_file_and_becomes_a_person(
    load, roster, clerk, centre, acting_as, tmp_path
):
    load(roster({**ANI, "NIK": "35100541"}, BUDI))
    assert [(row.row, row.code) for row in rows_held(centre.pk, 2022)] == [(7, "nik_length")]
    path = tmp_path / "perbaikan.xlsx"
    with acting_as(clerk):
        write_held(path, held_rows_for_repair([centre], 2022))
    book = openpyxl.load_workbook(path)
    headings = [cell.value for cell in book.active[2]]
    book.active.cell(3, headings.index("NIK") + 1).value = ANI["NIK"]
    book.save(path)
    assert origin_of(path, 2022) == (centre, 2022, "institutional", "", None)

    load(path)

    assert sorted(Person.objects.values_list("name", flat=True)) == ["Ani Lestari", "Budi Santoso"]
    assert rows_held(centre.pk, 2022) == []
    assert TrainingClass.objects.count() == 1


def test_a_repair_that_still_fails_stays_held_once(load, roster, clerk, centre, acting_as, tmp_path):
    load(roster({**ANI, "NIK": "35100541"}, BUDI))
    with acting_as(clerk):
        write_held(tmp_path / "p.xlsx", held_rows_for_repair([centre], 2022))

    load(tmp_path / "p.xlsx")

    assert [(row.sheet, row.row, row.code) for row in rows_held(centre.pk, 2022)] == [
        ("INST-100 Barista", 7, "nik_length")
    ]
    assert Enrolment.objects.count() == 1


def test_undo_takes_a_load_back_as_if_it_had_not_been(load, roster, clerk, acting_as):
    empty = counts()
    done = load(roster({**ANI, **WORKS}, BUDI))

    with acting_as(clerk):
        undo(done, actor=clerk)

    assert counts() == empty
    assert [file.state for file in LoadedFile.objects.all()] == [LoadState.UNDONE]


def test_undo_of_a_correction_gives_the_former_words_back(load, roster, clerk, acting_as):
    load(roster({**ANI, **WORKS}, BUDI))
    person = Person.objects.get(sex="P").pk
    corrected = load(
        roster({**ANI, **WORKS, "Nama": "Ani Lestari Wati", "Upah": "1"}, CITRA, name="b.xlsx"),
        confirm_vanished=True,
    )
    assert Enrolment.objects.count() == 2

    with acting_as(clerk):
        undo(corrected, actor=clerk)

    assert sorted(Person.objects.values_list("name", flat=True)) == ["Ani Lestari", "Budi Santoso"]
    assert EmploymentSpell.objects.get().monthly_wage == 2_500_000
    assert Person.objects.get(sex="P").pk == person


def test_undo_is_refused_while_something_later_depends_on_the_load(load, roster, clerk, acting_as):
    first = load(roster(ANI))
    load(roster({**ANI, "Nama": "Ani Lestari Wati"}, name="b.xlsx"))

    with acting_as(clerk), pytest.raises(DomainError) as refusal:
        undo(first, actor=clerk)

    assert refusal.value.code == "load_corrected_since"


def test_undo_leaves_a_person_another_load_knows(load, roster, clerk, acting_as):
    first = load(roster(ANI, BUDI))
    load(roster(ANI, name="b.xlsx", package="INST-101"))

    with acting_as(clerk):
        undo(first, actor=clerk)

    assert [person.name for person in Person.objects.all()] == ["Ani Lestari"]
    assert Enrolment.objects.get().training_class.code == "INST-101"


def test_staging_alone_carries_nothing_out(load, roster):
    staged = load(roster(ANI), stage_only=True)

    assert verdicts(staged) == [(7, RowVerdict.ACCEPTED, [], [])]
    assert (Person.objects.count(), TrainingClass.objects.count()) == (0, 0)


def test_an_explained_heading_is_remembered_for_the_centre(load, roster):
    file = roster(ANI)
    book = openpyxl.load_workbook(file)
    book.active["C6"] = "Nomor Jati Diri"
    book.save(file)
    held = load(file)
    assert verdicts(held)[0][2] == ["nik_missing"]
    assert load_report(held)["problems"][0]["heading"] == "Nomor Jati Diri"

    load(file, overrides={"Nomor Jati Diri": "nik"})
    load(file_of(roster, file, BUDI))

    assert Person.objects.count() == 2


def file_of(roster, like: Path, *people) -> Path:
    file = roster(*people, name="lagi.xlsx", package="INST-102")
    book = openpyxl.load_workbook(file)
    book.active["C6"] = "Nomor Jati Diri"
    book.save(file)
    return file


def test_a_clerk_of_another_centre_may_not_load(centre, roster, acting_as):
    stranger = member(Role.CENTRE_CLERK, organisation("BPVP Lain", "uptp_bpvp", "51.03"))

    with acting_as(stranger), pytest.raises(DomainError) as refusal:
        load_rosters([RosterFile(roster(ANI), "institutional")], centre=centre, year=2022, actor=stranger)

    assert refusal.value.code == "may_not_load"
    assert StagedRow.objects.count() == 0


def test_a_person_of_another_region_is_joined_without_being_shown(load, roster, centre, acting_as, clerk):
    other = organisation("BPVP Lain", "uptp_bpvp", "51.03")
    stranger = member(Role.CENTRE_CLERK, other)
    with acting_as(stranger):
        load_rosters(
            [RosterFile(roster(ANI, name="x.xlsx"), "institutional")], centre=other, year=2022, actor=stranger
        )
    with acting_as(clerk):
        assert Person.objects.count() == 0

    load(roster(ANI, package="INST-101"))

    assert Person.objects.count() == 1
    with acting_as(clerk):
        assert Person.objects.get().name == "Ani Lestari"


def test_no_nik_lies_open_in_the_staged_rows_or_the_journal(load, roster):
    load(roster({**ANI, **WORKS}, {**BUDI, "NIK": "35100502"}))

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(r::text, ' ') FROM rosters_stagedrow r")
        staged = cursor.fetchone()[0]
    journal = " ".join(str(entry.details) for entry in Entry.objects.all())

    for nik in (ANI["NIK"], BUDI["NIK"]):
        assert nik not in staged
        assert nik.encode().hex() not in staged
        assert nik not in journal
