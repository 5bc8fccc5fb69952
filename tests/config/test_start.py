"""What a web process loads before its first page."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.urls import get_resolver

from titian.config.keys import keys_of
from titian.config.serving import refuse_taken_port
from titian.config.warm_up import views
from titian.core.errors import DomainError
from titian.core.later import ViewLater

# Each costs a tenth of a second or more; warm_up loads them once the first pages are out.
LATER = {
    "ibis",
    "polars",
    "numpy",
    "scipy",
    "sqlglot",
    "pptx",
    "xlsxwriter",
    "ninja",
    "pydantic",
    "fido2",
    "typst",
}
# What the first page needs beside the application itself.
FIRST_PAGE = "titian.portal.views.home, titian.portal.frame"


def test_the_first_page_waits_for_no_library_of_another_page():
    program = f"import titian.config.wsgi, sys, {FIRST_PAGE}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "TITIAN_MODE": "demo", "DJANGO_SETTINGS_MODULE": "titian.config.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert LATER & set(done.stdout.split()) == set()


def test_every_view_that_is_loaded_later_is_there():
    later = [view for view in views(get_resolver()) if isinstance(view, ViewLater)]
    assert len(later) > 80
    for view in later:
        loaded = view.load()
        assert callable(loaded), view.name
        # What Django reads of a view before it calls it would be read of the stand-in.
        assert not getattr(loaded, "csrf_exempt", False), view.name
        assert not getattr(loaded, "_non_atomic_requests", None), view.name


def test_a_port_that_is_none_and_keys_that_are_none_are_said_in_a_sentence(tmp_path):
    with pytest.raises(DomainError, match="bukan alamat mesin ini"):
        refuse_taken_port("127.0.0.1", 99_999)
    (tmp_path / "keys.json").write_text('{"secret": ')
    with pytest.raises(DomainError, match=r"keys\.json tidak dapat dibaca"):
        keys_of(tmp_path)
