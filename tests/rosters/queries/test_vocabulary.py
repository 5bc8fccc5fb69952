"""Words for all come from files; what a centre was told is its own."""

from __future__ import annotations

import pytest
from tests.factories import network

from titian.accounts.actions import system_actor
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.rosters.actions.words import load_words, remember_heading
from titian.rosters.models import HeadingWord
from titian.rosters.queries.vocabulary import vocabulary
from titian.rosters.reading.vocabulary import Vocabulary

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return system_actor("shell")


@pytest.fixture
def centre():
    return network.organisation("BPVP Banyuwangi")


def test_words_loaded_twice_change_nothing(clerk):
    first = load_words(clerk)
    entries = Entry.objects.count()

    assert min(first) > 100
    assert load_words(clerk) == (0, 0)
    assert Entry.objects.count() == entries


def test_the_database_knows_the_same_words_as_the_files(clerk):
    load_words(clerk)

    told, filed = vocabulary(None), Vocabulary.from_files()

    assert told.headings == filed.headings
    assert told.words == filed.words


def test_a_word_no_longer_in_the_files_is_forgotten_but_a_centres_own_is_kept(clerk, centre):
    HeadingWord.objects.create(text_key="nomorlama", field="nik")
    remember_heading(centre, "Nomor Lama", "phone", clerk)

    load_words(clerk)

    assert vocabulary(None).field_of("Nomor Lama") is None
    assert vocabulary(centre.pk).field_of("Nomor Lama") == "phone"


def test_a_centres_word_wins_over_the_word_for_all_and_stays_with_it(clerk, centre):
    load_words(clerk)
    remember_heading(centre, "KET.", "job_status", clerk)
    remember_heading(centre, "Ket", "-", clerk)

    assert vocabulary(centre.pk).field_of("Ket") == "-"
    assert vocabulary(None).field_of("Ket") == "note"
    assert HeadingWord.objects.filter(centre=centre).count() == 1


def test_what_is_no_field_is_not_remembered(clerk, centre):
    with pytest.raises(DomainError) as caught:
        remember_heading(centre, "Gol. Darah", "blood", clerk)

    assert caught.value.code == "field_unknown"
