"""Whom the seats of a class take, said so that an applicant understands it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from titian.planning.seats import DISABILITY, PlannedGroup


def whom_seats_take(groups: Sequence[PlannedGroup], names: Mapping[str, str]) -> list[str]:
    """Return for each group whom it takes first, then whom, and what becomes of a seat nobody of them wants."""
    return [_of(group, names) for group in groups]


def _of(group: PlannedGroup, names: Mapping[str, str]) -> str:
    told = [_tier(tier, names) for tier in group.tiers]
    if told == [_tier((), names)]:
        return _("Siapa pun yang memenuhi syarat.")
    first, *rest = told
    said = _("Lebih dahulu %(whom)s") % {"whom": first}
    for one in rest:
        said += _(", lalu %(whom)s") % {"whom": one}
    if not group.takes_anyone:
        said += _("; bila tidak ada, kursi tetap kosong")
    return f"{said}."


def _tier(tier: Sequence[str], names: Mapping[str, str]) -> str:
    told = [
        _("penyandang disabilitas")
        if trait == DISABILITY
        else _("warga %(region)s") % {"region": names.get(trait, trait)}
        for trait in tier
    ]
    return _(" atau ").join(told) if told else _("siapa pun")
