import json
import logging
import re
import sys

import structlog
from django.test import RequestFactory
from django.views.debug import get_exception_reporter_filter

from titian.core.logs import JsonFormatter, PrivateFormatter


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


def test_a_line_for_machines_names_the_request_and_hides_what_is_personal(caplog):
    with structlog.contextvars.bound_contextvars(request="abcdef0123456789"):
        record = logging.LogRecord(
            "x", logging.WARNING, "", 0, "NIK %s at /orang/?cari=Siti", ("3510015501990001",), None
        )
        told = json.loads(JsonFormatter().format(record))
    assert (told["request"], told["level"], told["event"]) == (
        "abcdef0123456789",
        "warning",
        "NIK # at /orang/?-",
    )


def test_a_request_is_noted_by_its_route_and_answers_with_its_number(client, db, caplog):
    with caplog.at_level(logging.INFO, logger="titian.access"):
        answer = client.get("/publik/?cari=Siti", headers={"X-Request-ID": "0123456789abcdef"})
    assert answer.headers["X-Request-ID"] == "0123456789abcdef"
    (noted,) = [record.msg for record in caplog.records if record.name == "titian.access"]
    assert (noted["page"], noted["status"], noted["user"]) == ("portal:public", 200, None)
    assert "Siti" not in json.dumps(noted)


def test_a_number_that_is_no_number_is_not_believed(client, db):
    answer = client.get("/publik/", headers={"X-Request-ID": "x\\nfalse entry: all is well"})
    assert re.fullmatch("[0-9a-f]{14}", answer.headers["X-Request-ID"])


def test_a_refused_page_is_logged_by_its_route_and_not_by_the_code_in_its_address(client, db, caplog):
    for path in ("/kartu/kode-rahasia/", "/tidak-ada/kode-rahasia/"):
        assert client.get(path, headers={"X-Request-ID": "0123456789abcdef"}).status_code == 404
    refused = [record for record in caplog.records if record.name == "django.request"]
    for formatter in (PrivateFormatter(), JsonFormatter()):
        told = "".join(map(formatter.format, refused))
        assert told.count("Not Found") == 2
        assert "kode-rahasia" not in told
        assert "people:verify_card" in told
    assert json.loads(JsonFormatter().format(refused[0]))["request"] == "0123456789abcdef"
