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
NOT_THERE = (404, 410, 422)  # what a provider answers for a number that does not use the channel
DEMO_WITHOUT_WHATSAPP = "8"  # in the demo numbers that end so are reached by SMS


class GatewayDown(Exception):
    """The message did not go out; it waits and is tried again."""


class Unreachable(GatewayDown):
    """This recipient is not reached by this channel, however often one tries."""


class Gateway(Protocol):
    def deliver(self, address: str, subject: str, words: str) -> None:
        """Hand a message over, or raise GatewayDown; Unreachable where trying again is of no use."""


@dataclass(frozen=True)
class Console:
    """The demo's: shows what would go out, and of the address no more than its end."""

    channel: str
    unreached: str = ""  # numbers that end so are taken not to use the channel

    def deliver(self, address: str, subject: str, words: str) -> None:
        if self.unreached and address.endswith(self.unreached):
            sys.stdout.write(f"[{self.channel} ...{address[-3:]}] tidak terjangkau\n")
            raise Unreachable("demo")
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
            kind = Unreachable if fault.code in NOT_THERE else GatewayDown
            raise kind(f"HTTP {fault.code}") from fault
        except OSError as fault:
            raise GatewayDown(type(fault).__name__) from fault


def gateways_of_settings() -> Mapping[str, Gateway]:
    """Return the doors this installation has; what has none waits in the outbox."""
    if settings.MODE == "demo":
        doors: dict[str, Gateway] = {channel: Console(channel) for channel in Channel.values}
        return doors | {Channel.WHATSAPP: Console(Channel.WHATSAPP, DEMO_WITHOUT_WHATSAPP)}
    found: dict[str, Gateway] = {}
    if settings.EMAIL_CONFIGURED:
        found[Channel.EMAIL] = Mail()
    if settings.MESSAGE_GATEWAY:
        for channel in (Channel.WHATSAPP, Channel.SMS):
            found[channel] = Http(settings.MESSAGE_GATEWAY, settings.MESSAGE_GATEWAY_TOKEN, channel)
    if settings.SMS_GATEWAY:  # another provider, so that one that is down does not stop both
        found[Channel.SMS] = Http(settings.SMS_GATEWAY, settings.SMS_GATEWAY_TOKEN, Channel.SMS)
    return found
