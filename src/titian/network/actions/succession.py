"""One link follows another: the former ends where the new one starts."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from titian.core.errors import DomainError
from titian.core.formats import day
from titian.core.periods import Dated, since

L = TypeVar("L", bound=Dated)


def end_former(links: QuerySet[L], on: date) -> None:
    """End the link in force on that day; refuse where another is recorded from that day on."""
    for former in links.select_for_update().filter(Q(period__endswith__gt=on) | Q(period__upper_inf=True)):
        first = former.period.lower
        if first is not None and first >= on:
            raise DomainError(
                _("Sudah ada catatan yang berlaku mulai %(day)s. Pilih tanggal setelahnya.")
                % {"day": day(first)},
                code="later_link_exists",
            )
        former.period = since(first, on)
        former.save(update_fields=["period"])


def end_in_force(links: QuerySet[L], on: date) -> L:
    """End the link in force without a successor: `on` is the first day without it."""
    link = links.select_for_update(of=("self",)).filter(period__contains=on).first()
    if link is None or link.period.lower == on:
        raise DomainError(
            _("Pada tanggal itu tidak ada catatan berlaku yang dapat diakhiri. Periksa tanggalnya."),
            code="no_link_to_end",
        )
    link.period = since(link.period.lower, on)
    link.save(update_fields=["period"])
    return link
