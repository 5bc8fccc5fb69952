"""Doors through which messages leave: e-mail, a gateway for WhatsApp or SMS, the console of the demo."""

from __future__ import annotations

import json
import smtplib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib import error, request

from django.conf import settings
from django.core.mail import send_mail

from titian.counselling.models import Channel

PATIENCE = 15  # seconds


class GatewayDown(Exception):
    """The message did not go out; it waits and is tried again."""


class Gateway(Protocol):
    def deliver(self, address: str, subject: str, words: str) -> None:
        """Hand a message over, or raise GatewayDown."""


@dataclass(frozen=True)
class Console:
    """The demo's: shows what would go out, and of the address no more than its end."""

    channel: str

    def deliver(self, address: str, subject: str, words: str) -> None:
        sys.stdout.write(f"[{self.channel} ...{address[-3:]}] {subject}: {words}\n")


@dataclass(frozen=True)
class Mail:
    """Django's own mail."""

    def deliver(self, address: str, subject: str, words: str) -> None:
        try:
            send_mail(subject, words, None, [address])
        except (OSError, smtplib.SMTPException) as fault:
            raise GatewayDown(type(fault).__name__) from fault  # its words may hold the address


@dataclass(frozen=True)
class Http:
    """A gateway of a provider: one POST of JSON {channel, to, subject, text} with a bearer token."""

    address: str
    token: str
    channel: str

    def deliver(self, address: str, subject: str, words: str) -> None:
        told = json.dumps({"channel": self.channel, "to": address, "subject": subject, "text": words})
        asked = request.Request(
            self.address,
            told.encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"},
        )
        try:
            with request.urlopen(asked, timeout=PATIENCE):  # nosec B310  # https only, see settings
                pass
        except error.HTTPError as fault:
            raise GatewayDown(f"HTTP {fault.code}") from fault
        except OSError as fault:
            raise GatewayDown(type(fault).__name__) from fault


def gateways_of_settings() -> Mapping[str, Gateway]:
    """Return the doors this installation has; what has none waits in the outbox."""
    if settings.MODE == "demo":
        return {channel: Console(channel) for channel in Channel.values}
    found: dict[str, Gateway] = {}
    if settings.EMAIL_CONFIGURED:
        found[Channel.EMAIL] = Mail()
    if settings.MESSAGE_GATEWAY:
        for channel in (Channel.WHATSAPP, Channel.SMS):
            found[channel] = Http(settings.MESSAGE_GATEWAY, settings.MESSAGE_GATEWAY_TOKEN, channel)
    return found
