"""What a web process loads once its first pages are out, so that nobody waits for it later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from titian.core.later import ViewLater

COMPILE_INDICATORS = "titian.evaluation.indicators.compiled.compile_all"


def warm_up() -> None:
    """Load the module of every page and compile the indicators."""
    for view in views(get_resolver()):
        if isinstance(view, ViewLater):
            view.load()
    import_string(COMPILE_INDICATORS)()


def views(resolver: URLResolver) -> Iterator[Any]:
    """Yield the view of every address."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.callback
        else:
            yield from views(pattern)
