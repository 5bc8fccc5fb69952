"""An answer to HEAD has no body: over HTTP/2 a web server takes one for a broken stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Site = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def without_body(site: Site) -> Site:
    """Return the same site, which answers HEAD by the headers alone."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        body = site(environ, start)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        if hasattr(body, "close"):
            body.close()
        return []

    return answer
