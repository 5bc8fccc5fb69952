"""The Jinja2 environment of all our screens."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.templatetags.static import static as address_of
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from titian.core import formats


def environment(**options: Any) -> Environment:
    """Build the environment: a misspelt name is a fault, text is translated, numbers are Indonesian."""
    made = Environment(  # nosec B701: Django hands over autoescape=True
        **{
            **options,
            "undefined": StrictUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "extensions": [*options.get("extensions", []), "jinja2.ext.i18n"],
        }
    )
    # Old style: in the new one a catalogue sentence with %(n)d in it raises before we can fill it.
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=False, pgettext=pgettext, npgettext=npgettext
    )
    # The extension's own `_` looks `gettext` up and calls it through the context, some fifty times a page.
    made.globals.update(_=gettext, url=url, static=static, language=get_language, from_to=formats.from_to)
    made.filters.update(
        number=formats.number,
        percent=formats.percent,
        rupiah=formats.rupiah,
        day=formats.day,
        moment=formats.moment,
        clock=formats.clock,
    )
    return made


@lru_cache(maxsize=4096)
def url(name: str, *args: int | str, **kwargs: int | str) -> str:
    """Return the address of a named page; a list of fifty asks fifty times, and addresses stay as they are."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


@lru_cache
def static(name: str) -> str:
    """Return the address of a static file; it changes with the file, so that browsers may keep it for long."""
    found = finders.find(name)
    if not isinstance(found, str):
        return address_of(name)
    return f"{address_of(name)}?v={hashlib.sha256(Path(found).read_bytes()).hexdigest()[:8]}"
