import logging
import sys

from django.test import RequestFactory
from django.views.debug import get_exception_reporter_filter

from titian.core.logs import PrivateFormatter


def test_what_postgresql_quotes_of_a_row_is_left_out():
    try:
        raise ValueError(
            'duplicate key value violates unique constraint "nik_once"\n'
            "DETAIL:  Key (name)=(Siti Aminah) already exists."
        )
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "refused", None, sys.exc_info())
    told = PrivateFormatter().format(record)
    assert "nik_once" in told
    assert "Siti" not in told


def test_long_numbers_are_hidden():
    record = logging.LogRecord("x", logging.ERROR, "", 0, "NIK 3510015501990001 in row 12", None, None)
    assert PrivateFormatter().format(record) == "NIK # in row 12"


def test_error_reports_carry_no_form_contents():
    request = RequestFactory().post("/", {"nik": "3510015501990001"})
    assert get_exception_reporter_filter(request).get_post_parameters(request) == {}
