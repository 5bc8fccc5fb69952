"""Promises beside what records say became of them."""

from __future__ import annotations

from datetime import date

import pytest

from factories.network import user
from factories.participation import small_year
from titian.evaluation.actions import fold_touched
from titian.evaluation.queries.delivered import delivered
from titian.evaluation.queries.evaluate import evaluate
from titian.network.models import Agreement, AgreementParty, AgreementPromise

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    made = small_year()
    fold_touched()
    return made


def agreement(year, party, kind, places, *, first=date(2022, 1, 1), last=date(2022, 12, 31)):
    made = Agreement.objects.create(kind="working", title="PKS", starts_on=first, ends_on=last)
    for organisation in (year.centre, party):
        AgreementParty.objects.create(agreement=made, organisation=organisation)
    AgreementPromise.objects.create(agreement=made, promised_by=party, kind=kind, places=places)
    return made


def kept(made, **more):
    (row,) = delivered(made, **more)
    return row.promised, row.delivered


def test_an_insurer_delivers_the_covered(year):
    assert kept(agreement(year, year.insurer, "covered", 10)) == (10, 5)


def test_a_certification_body_delivers_the_assessed(year):
    assert kept(agreement(year, year.body, "assessed", 3)) == (3, 3)


def test_a_company_delivers_who_started_work_there_once_a_job(year):
    assert kept(agreement(year, year.community, "started_work", 4)) == (4, 1)


def test_only_what_happened_within_the_agreement_counts(year):
    assert kept(agreement(year, year.body, "assessed", 3, first=date(2022, 3, 1))) == (3, 2)
    assert kept(agreement(year, year.body, "assessed", 3, last=date(2022, 3, 1))) == (3, 1)


def test_an_agreement_without_an_end_still_counts(year):
    assert kept(agreement(year, year.body, "assessed", 3, last=None)) == (3, 3)


def test_what_happened_after_the_day_asked_does_not_count(year):
    assert kept(agreement(year, year.body, "assessed", 3), as_of=date(2022, 4, 1)) == (3, 2)


def test_another_centres_people_do_not_count(year):
    other = small_year("BPVP Lain")
    fold_touched()
    assert kept(agreement(other, year.insurer, "covered", 10)) == (10, 0)


def test_the_evaluation_lists_the_agreements_of_its_year(year):
    agreement(year, year.insurer, "covered", 10)
    agreement(year, year.body, "assessed", 3, first=date(2023, 1, 1), last=None)
    (row,) = evaluate(year.centre, 2022, user=user()).agreements
    assert (row.party, row.promise_name, row.promised, row.delivered) == (
        "BPJS BPVP Kecil", "peserta terlindungi", 10, 5,
    )  # fmt: skip
