"""A clerk proposes, the head signs; what is signed never changes."""

from __future__ import annotations

import hashlib

import pytest
from django.db import IntegrityError, transaction

from factories.network import member, organisation
from factories.participation import small_plan, small_year
from titian.core.errors import DomainError
from titian.evaluation.actions import (
    propose_publication,
    send_back_publication,
    sign_publication,
    withdraw_publication,
)
from titian.evaluation.actions.fold import fold_touched
from titian.evaluation.frozen import freeze, hash_of, thaw
from titian.evaluation.models import Publication, PublicTable
from titian.evaluation.queries.evaluate import evaluate
from titian.evaluation.queries.publications import differences, publications_for
from titian.journal.models import Entry
from titian.network.models import Role
from titian.training.models import Enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(db):
    made = small_year()
    small_plan(made)
    made.clerk, made.head = member(Role.CENTRE_CLERK, made.centre), member(Role.CENTRE_HEAD, made.centre)
    return made


def proposed(year) -> Publication:
    return propose_publication(year.centre, 2022, actor=year.clerk)


def signed(year) -> Publication:
    publication = proposed(year)
    return sign_publication(publication, actor=year.head, sha256=publication.sha256)


def test_the_frozen_text_gives_the_same_document_back(year):
    fold_touched()
    evaluation = evaluate(year.centre, 2022, user=year.clerk)
    assert thaw(freeze(evaluation)) == evaluation


def test_the_same_document_has_the_same_hash_and_another_has_another(year):
    first = proposed(year).sha256
    assert proposed(year).sha256 == first
    Enrolment.objects.filter(pk=year.seats["B2"].pk).update(passed=True)
    assert proposed(year).sha256 != first


def test_the_hash_is_of_the_very_bytes_that_are_kept(year):
    publication = Publication.objects.get(pk=proposed(year).pk)
    assert publication.sha256 == hashlib.sha256(publication.document.encode()).hexdigest()
    assert hash_of(freeze(thaw(publication.document))) == publication.sha256


def test_a_proposal_made_again_keeps_its_version(year):
    assert [proposed(year).version, proposed(year).version] == [1, 1]
    assert Publication.objects.count() == 1


def test_the_head_signs_what_the_clerk_proposed(year):
    publication = signed(year)
    assert (publication.state, publication.version) == ("signed", 1)
    assert (publication.proposed_by, publication.signed_by) == (year.clerk, year.head)
    verbs = ["propose_publication", "sign_publication", "record_outlook"]
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True))[-3:] == verbs


def test_signing_gives_the_public_its_tables_with_version_and_hash(year):
    assert not PublicTable.objects.exists()
    publication = signed(year)
    assert PublicTable.objects.count() == 11  # eight for the page, three for the outlook
    assert set(PublicTable.objects.values_list("version", "sha256")) == {(1, publication.sha256)}


def test_a_head_who_proposed_does_not_sign(year):
    publication = propose_publication(year.centre, 2022, actor=year.head)
    with pytest.raises(DomainError) as told:
        sign_publication(publication, actor=year.head, sha256=publication.sha256)
    assert told.value.code == "two_persons"
    other = member(Role.CENTRE_HEAD, year.centre)
    assert sign_publication(publication, actor=other, sha256=publication.sha256).state == "signed"


def test_the_database_refuses_one_person_for_both(year):
    publication = signed(year)
    with pytest.raises(IntegrityError, match="publication_signed_by_another"), transaction.atomic():
        Publication.objects.filter(pk=publication.pk).update(signed_by=year.clerk)


@pytest.mark.parametrize("role", [Role.CENTRE_CLERK, Role.INSTRUCTOR, Role.NATIONAL_PLANNER])
def test_only_the_head_signs(year, role):
    publication = proposed(year)
    with pytest.raises(DomainError) as told:
        sign_publication(publication, actor=member(role, year.centre), sha256=publication.sha256)
    assert told.value.code == "may_not_sign"


def test_the_head_of_another_centre_neither_proposes_nor_signs(year):
    head = member(Role.CENTRE_HEAD, organisation("BPVP Lain", region_code="51.03"))
    with pytest.raises(DomainError):
        propose_publication(year.centre, 2022, actor=head)
    with pytest.raises(DomainError):
        sign_publication(proposed(year), actor=head, sha256="")


def test_a_text_that_changed_since_it_was_read_is_not_signed(year):
    read = proposed(year).sha256
    Enrolment.objects.filter(pk=year.seats["B2"].pk).update(passed=True)
    with pytest.raises(DomainError) as told:
        sign_publication(proposed(year), actor=year.head, sha256=read)
    assert told.value.code == "text_changed"


def test_a_proposal_goes_back_with_a_reason_and_comes_again(year):
    with pytest.raises(DomainError) as told:
        send_back_publication(proposed(year), actor=year.head, reason="salah")
    assert told.value.code == "reason_missing"
    publication = send_back_publication(proposed(year), actor=year.head, reason="Angka lulus belum lengkap.")
    assert (publication.state, publication.note) == ("returned", "Angka lulus belum lengkap.")
    with pytest.raises(DomainError) as told:
        sign_publication(publication, actor=year.head, sha256=publication.sha256)
    assert told.value.code == "move_not_open"
    assert proposed(year).state == "proposed"


def test_a_withdrawn_version_stays_and_the_public_reads_why(year):
    publication = withdraw_publication(signed(year), actor=year.head, reason="Dua kelas terhitung ganda.")
    assert publication.state == "withdrawn"
    assert set(PublicTable.objects.values_list("withdrawn_because", flat=True)) == {
        "Dua kelas terhitung ganda."
    }
    assert proposed(year).version == 2


def test_nothing_differs_until_something_changes(year):
    publication = signed(year)
    now = evaluate(year.centre, 2022, user=year.clerk)
    assert differences(thaw(publication.document), now) == []


def test_a_later_change_shows_as_a_difference_and_the_signed_text_stays(year):
    publication = signed(year)
    Enrolment.objects.filter(pk=year.seats["B2"].pk).update(passed=True)
    fold_touched()
    published = thaw(Publication.objects.get(pk=publication.pk).document)
    found = differences(published, evaluate(year.centre, 2022, user=year.clerk))
    told = {(one.code, one.where): (one.published, one.now) for one in found}
    before, after = told["passed", ""]
    assert (before.numerator, before.denominator) == (4, 5)
    assert (after.numerator, after.denominator) == (5, 6)
    assert told["passed", "BLK Komunitas"] == (1, 2)


def test_the_second_wall_keeps_publications_from_other_centres(year, acting_as):
    signed(year)
    stranger = member(Role.CENTRE_HEAD, organisation("BPVP Lain", region_code="51.03"))
    with acting_as(stranger):
        assert not Publication.objects.exists()
    with acting_as(year.head):
        assert [p.version for p in publications_for(year.head, year.centre, 2022)] == [1]
