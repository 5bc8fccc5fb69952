"""Which occupation does a job title name?"""

from __future__ import annotations

from collections.abc import Iterable

from titian.core.text import key
from titian.standards.models import OccupationTitle


def occupations_of(titles: Iterable[str]) -> dict[str, str]:
    """Return the ISCO group of each title that is known, by the title as written."""
    keys = {title: key(title) for title in set(titles) if title}
    known = dict(
        OccupationTitle.objects.filter(name_key__in=set(keys.values())).values_list("name_key", "occupation")
    )
    return {title: known[name] for title, name in keys.items() if name in known}
