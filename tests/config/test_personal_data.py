"""The search through everything the suite writes is itself tried on what it must find."""

from __future__ import annotations

import logging
from types import SimpleNamespace

import pytest
from django.http import HttpResponse, HttpResponseRedirect

from personal_data import PersonalData


@pytest.fixture
def search() -> PersonalData:
    return PersonalData()


def test_a_name_in_a_log_is_found_and_a_number_is_hidden_before(search):
    search.emit(logging.LogRecord("x", logging.INFO, "", 0, "Wayan Rahasia has 3510015501990001", None, None))
    assert list(search.found) == ["log: Wayan Rahasia"]


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (HttpResponseRedirect("/orang/?cari=Wayan+Rahasia"), "redirect: Wayan Rahasia"),
        (HttpResponse('<a href="/x/?nik=3510015501990001">x</a>'), "address: 3510015501990001"),
        (HttpResponse("<p>Wayan Rahasia tidak ada</p>", status=404), "error page: Wayan Rahasia"),
    ],
)
def test_a_person_in_an_answer_is_found(search, answer, found):
    search._examine(SimpleNamespace(), answer)
    assert list(search.found) == [found]


def test_a_page_may_name_people_and_an_error_page_its_reader(search):
    search._examine(SimpleNamespace(), HttpResponse("<p>Wayan Rahasia</p>"))
    reader = SimpleNamespace(name="Siti Rekaan")
    search._examine(SimpleNamespace(user=reader), HttpResponse("<p>Siti Rekaan</p>", status=404))
    assert search.found == {}
