"""Which certification bodies does a roster name?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from titian.core.errors import DomainError
from titian.core.text import key
from titian.network.models import Organisation
from titian.rosters.reading.report import WorkbookRead

KIND = "certification_body"
NAMED_AT_MOST = 8


@dataclass(frozen=True)
class Partners:
    """Certification bodies by the name as written, by sheet, and the names nobody on record bears."""

    ids: Mapping[str, int]
    of_sheets: Mapping[int, int | None]
    unknown: frozenset[str]


def partners_named(read: WorkbookRead, otherwise: int | None) -> Partners:
    """Return the bodies a file names; `otherwise` is that of sheets and rows that name none."""
    in_rows = read.rows["certification_body"].drop_nulls().unique().to_list() if read.rows.height else []
    in_titles = {
        sheet.index: name for sheet in read.sheets if (name := sheet.title.certification_body) is not None
    }
    names = {*in_rows, *in_titles.values()}
    ids = bodies_by_name(names) if names else {}
    of_sheets = {
        sheet.index: ids.get(in_titles[sheet.index]) if sheet.index in in_titles else otherwise
        for sheet in read.sheets
    }
    return Partners(ids, of_sheets, frozenset(names - ids.keys()))


def certification_bodies() -> QuerySet[Organisation]:
    """Return the certification bodies on record, by name."""
    return Organisation.objects.filter(kind=KIND, confirmed=True).order_by("name_key", "pk")


def bodies_by_name(names: Iterable[str]) -> dict[str, int]:
    """Return the confirmed certification bodies by these spellings of their names; two of one name are none."""
    wanted = {name: key(name) for name in names}
    found: dict[str, set[int]] = {}
    bodies = Organisation.objects.filter(kind=KIND, confirmed=True).filter(
        Q(name_key__in=wanted.values()) | Q(former_names__name_key__in=wanted.values()) | ~Q(short_name="")
    )
    for pk, name_key, short, former in bodies.values_list(
        "pk", "name_key", "short_name", "former_names__name_key"
    ):
        for spelling in filter(None, (name_key, key(short), former)):
            found.setdefault(spelling, set()).add(pk)
    return {
        name: next(iter(held)) for name, plain in wanted.items() if len(held := found.get(plain, set())) == 1
    }


def body_by_name(name: str) -> int:
    """Return the certification body somebody names on purpose, or refuse with those there are."""
    found = bodies_by_name([name])
    if name in found:
        return found[name]
    known = certification_bodies()
    raise DomainError(
        _("LSP %(name)s tidak dikenal. LSP yang terdaftar: %(known)s.")
        % {"name": name, "known": ", ".join(known.values_list("name", flat=True)[:NAMED_AT_MOST]) or "-"},
        code="certification_body_unknown",
    )
