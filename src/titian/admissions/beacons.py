"""A public beacon of chance (drand) behind its HTTP interface: asked through several mirrors that must agree."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib import error, request
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from engines import lottery

PATIENCE = 10  # seconds
MOST_BYTES = 20_000
LEAST_MIRRORS = 2
HEX = re.compile("[0-9a-f]{64,192}")


class BeaconFailed(Exception):
    """No value can be taken from the beacon now; the words are for the public page."""


@dataclass(frozen=True)
class Chain:
    """Which beacon: its hash, when its first round came, and how many seconds lie between two."""

    hash: str
    genesis: int
    period: int


@dataclass(frozen=True)
class Light:
    """What one round of a beacon said, and which mirrors said it."""

    value: str
    signature: str
    mirrors: list[str]


def chain_of_settings() -> Chain | None:
    """Return the beacon this installation uses; None where it is off."""
    if not settings.BEACON_MIRRORS:
        return None
    return Chain(settings.BEACON_CHAIN, settings.BEACON_GENESIS, settings.BEACON_PERIOD)


def light_of(chain: Chain, number: int, mirrors: Sequence[str]) -> Light:
    """Return one round as at least two mirrors tell it alike. Raises: BeaconFailed."""
    told: dict[str, tuple[str, str]] = {}
    trouble = []
    for mirror in mirrors:
        try:
            told[name_of(mirror)] = _ask(mirror, chain, number)
        except BeaconFailed as fault:
            trouble.append(f"{name_of(mirror)}: {fault}")
    if len(set(told.values())) > 1:
        raise BeaconFailed(_("Cermin suar berbeda: %(names)s.") % {"names": ", ".join(sorted(told))})
    if len(told) < LEAST_MIRRORS:
        raise BeaconFailed(
            _("Perlu %(least)d cermin yang sama, yang menjawab %(n)d. %(trouble)s")
            % {"least": LEAST_MIRRORS, "n": len(told), "trouble": "; ".join(trouble)}
        )
    ((value, signature),) = set(told.values())
    return Light(value, signature, sorted(told))


def name_of(mirror: str) -> str:
    return urlsplit(mirror).netloc


def _ask(mirror: str, chain: Chain, number: int) -> tuple[str, str]:
    """Return value and signature as one mirror tells them, if it serves this chain and this round."""
    info = _get(f"{mirror.rstrip('/')}/{chain.hash}/info")
    if (info.get("hash"), info.get("genesis_time"), info.get("period")) != (
        chain.hash, chain.genesis, chain.period,
    ):  # fmt: skip
        raise BeaconFailed(_("rantainya lain"))
    said = _get(f"{mirror.rstrip('/')}/{chain.hash}/public/{number}")
    if said.get("round") != number:
        raise BeaconFailed(_("nomor putarannya lain"))
    value, signature = str(said.get("randomness")), str(said.get("signature"))
    if not HEX.fullmatch(value) or not HEX.fullmatch(signature) or len(signature) % 2:
        raise BeaconFailed(_("jawabannya tidak utuh"))
    if lottery.beacon_value(bytes.fromhex(signature)).hex() != value:
        raise BeaconFailed(_("nilainya bukan sidik tanda tangannya"))
    return value, signature


def _get(address: str) -> dict[str, Any]:
    try:
        with request.urlopen(address, timeout=PATIENCE) as answer:  # nosec B310  # https only, see settings
            told = json.loads(answer.read(MOST_BYTES))
    except error.HTTPError as fault:
        raise BeaconFailed(f"HTTP {fault.code}") from fault
    except (OSError, HTTPException) as fault:
        raise BeaconFailed(_("tidak terjangkau")) from fault
    except ValueError as fault:
        raise BeaconFailed(_("jawabannya tidak utuh")) from fault
    if not isinstance(told, dict):
        raise BeaconFailed(_("jawabannya tidak utuh"))
    return told
