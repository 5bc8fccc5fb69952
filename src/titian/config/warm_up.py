"""What a web process loads once its first pages are out, so that nobody waits for it later."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from titian.core.later import ViewLater

# New objects. A page leaves about 700 in circles: looked for 50,000 at a time, each worker stood still for 25 to 50 ms
# every 70 pages; a page of the evaluation makes 25,000 in no circle, and looking at each 5,000 costs it a tenth.
GARBAGE_LOOKED_FOR_EVERY = 10_000
COMPILE_INDICATORS = "titian.evaluation.indicators.compiled.compile_all"


def warm_up() -> None:
    """Load the module of every page, compile the indicators, and let the collector pass over all of it from now on."""
    for view in views(get_resolver()):
        if isinstance(view, ViewLater):
            view.load()
    import_string(COMPILE_INDICATORS)()
    # A full collection walks every object of every module, 60 ms in which each page of the process waits.
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_LOOKED_FOR_EVERY)


def views(resolver: URLResolver) -> Iterator[Any]:
    """Yield the view of every address."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.callback
        else:
            yield from views(pattern)
