from __future__ import annotations

from io import BytesIO

from titian.core.head import without_body


def test_head_is_answered_by_its_headers_alone_and_closed() -> None:
    body, told = BytesIO(b"isi"), []

    def site(_environ, start):
        start("200 OK", [("Content-Length", "3")])
        return body

    wrapped = without_body(site)
    assert list(wrapped({"REQUEST_METHOD": "GET"}, lambda *said: told.append(said))) == [b"isi"]
    assert list(wrapped({"REQUEST_METHOD": "HEAD"}, lambda *said: told.append(said))) == []
    assert body.closed
    assert told == [("200 OK", [("Content-Length", "3")])] * 2
