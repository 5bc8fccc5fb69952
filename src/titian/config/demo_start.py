"""The head start of a second `./titian demo`: its web server loads while everything else is examined."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager

from titian.config.places import home
from titian.config.serving import SITE, refuse_taken_port, web_command

HOST, PORT = "127.0.0.1", 8000
STAMP = "demo.built"


@contextmanager
def head_start(arguments: list[str]) -> Iterator[None]:
    """Refuse a taken port at once; start the web server where a demo was built before."""
    parser = ArgumentParser(add_help=False)
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--no-serve", action="store_true")
    asked, _others = parser.parse_known_args(arguments)
    if asked.no_serve or {"-h", "--help"} & set(arguments):
        yield
        return
    refuse_taken_port(HOST, asked.port)
    with SITE:
        if (home() / STAMP).exists():
            SITE.start("web", web_command(HOST, asked.port, workers=1))
        yield
