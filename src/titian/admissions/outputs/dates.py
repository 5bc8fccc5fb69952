"""The dates of a class as an iCalendar file (RFC 5545): whole days, so that no time zone can shift them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.utils.translation import gettext as _

from titian.admissions.models import RoundClass

LONGEST_LINE = 75  # octets, RFC 5545 section 3.1


def calendar_of(offered: RoundClass, address: str) -> str:
    """Return the days of application and of training; fetched again they replace the former ones."""
    one = offered.opening.training_class
    stamp = offered.round.updated_at.astimezone(UTC)
    name = f"{one.programme.name} ({one.code})"
    place = ", ".join(str(part) for part in (one.organiser.name, one.organiser.region) if part)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Titian//Katalog pelatihan//ID", "METHOD:PUBLISH"]
    for kind, summary, first, last in (
        ("opens", _("Pendaftaran dibuka: %(name)s"), offered.round.opens_on, offered.round.opens_on),
        ("closes", _("Hari terakhir mendaftar: %(name)s"), offered.round.closes_on, offered.round.closes_on),
        ("training", _("Pelatihan: %(name)s"), one.starts_on, one.ends_on),
    ):
        lines += _event(
            f"{kind}-{offered.pk}@{address.split('/')[2]}", stamp, summary % {"name": name}, first, last, place, address
        )  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(
    uid: str, stamp: datetime, summary: str, first: date, last: date, place: str, address: str
) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}",  # the day after the last
        f"SUMMARY:{_escaped(summary)}",
        f"LOCATION:{_escaped(place)}",
        f"URL:{address}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for letter, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n"), ("\r", "")):
        text = text.replace(letter, written)
    return text


def _folded(line: str) -> str:
    """Break a line at most every 75 octets, never within a letter; what follows begins with a space."""
    parts, part, length = list[str](), "", 0
    for letter in line:
        size = len(letter.encode())
        if length + size > LONGEST_LINE:
            parts.append(part)
            part, length = " ", 1
        part += letter
        length += size
    return "\r\n".join([*parts, part])
