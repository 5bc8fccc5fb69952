"""Where does a file that was handed in seem to belong?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from django.db.models import Q

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.core.text import key
from titian.network.models import Organisation
from titian.network.queries import MINISTRY_CENTRES
from titian.network.reach import reach_of
from titian.rosters.models import Load, LoadedFile
from titian.rosters.queries.hand_ins import not_responsible
from titian.rosters.queries.repair import Origin, origin_of
from titian.standards.models import Channel

MANIFEST, REPAIR, EARLIER, NAME = "manifest", "repair", "earlier", "name"
# Words that file names use for a channel; the first that fits decides.
CHANNEL_WORDS: Sequence[tuple[str, str]] = (
    ("komunitas", "community"), ("blkk", "community"), ("bootcamp", "bootcamp"), ("mtu", "mtu"),
    ("keliling", "mtu"), ("boarding", "boarding"), ("blended", "blended"), ("campuran", "blended"),
    ("tmt", "tailor_made"), ("pesanan", "tailor_made"), ("industri", "industry"), ("institusi", "institutional"),
)  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def centres_to_load_for(
    user: User, own: Sequence[int], on: date
) -> tuple[list[Organisation], dict[int, str | None]]:
    """Return the centres whose rosters this user may bring in, those the user works for first.

    Beside them come the centres that only hand theirs in, each with the name of whom it hands them to.
    """
    reached = list(
        Organisation.objects.filter(pk__in=reach_of(user).organisations).filter(
            Q(pk__in=own) | Q(kind__in=MINISTRY_CENTRES) | Q(pk__in=Load.objects.values("centre"))
        )
    )
    handing_in = not_responsible({*own, *(centre.pk for centre in reached)}, on)
    answering = [centre for centre in reached if centre.pk not in handing_in]
    order = sorted(answering, key=lambda centre: (centre.pk not in own, centre.name_key, centre.pk))
    return order, handing_in


def propose(
    path: Path, stated: Mapping[str, Origin], centres: Sequence[Organisation], *, this_year: int
) -> tuple[Organisation | None, int | None, str | None, str]:
    """Return centre, year and channel as far as known, and who says so: manifest, repair, earlier or name."""
    if origin := stated.get(path.name):
        return origin.centre, origin.year, origin.channel, MANIFEST
    if origin := _own_origin(path, this_year):
        return origin.centre, origin.year, origin.channel, REPAIR
    earlier = (
        LoadedFile.objects.filter(name=path.name, load__centre__in=centres)
        .select_related("load__centre")
        .order_by("-pk")
        .first()
    )
    if earlier is not None:
        return earlier.load.centre, earlier.load.year, earlier.channel_id, EARLIER
    return _by_name(path, centres)


def _own_origin(path: Path, this_year: int) -> Origin | None:
    """A repair file says itself where it belongs; one of several centres is asked about. Others are refused."""
    try:
        return origin_of(path, this_year)
    except DomainError as refusal:
        if refusal.code != "repair_origin_unclear":
            raise
        return None


def _by_name(
    path: Path, centres: Sequence[Organisation]
) -> tuple[Organisation | None, int | None, str | None, str]:
    name = key(path.stem)
    centre = next((one for one in centres if key(one.name) in name), None)
    if centre is None and len(centres) == 1:
        centre = centres[0]
    year = _YEAR.search(path.stem)
    known = set(Channel.objects.values_list("pk", flat=True))
    channel = next((code for word, code in CHANNEL_WORDS if word in name and code in known), None)
    return centre, int(year.group(1)) if year else None, channel, NAME if channel else ""
