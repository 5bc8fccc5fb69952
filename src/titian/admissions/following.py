"""How far a nominee came, from the nomination to work at home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from titian.admissions.states import LIVE, ApplicationState, NominationState


class Stage(models.TextChoices):
    """In the order of the way; the last three are work after the class, by where it is."""

    NOMINATED = "nominated", _("dicalonkan")
    RETURNED = "returned", _("dikembalikan balai")
    WITHDRAWN = "withdrawn", _("ditarik dinas")
    CONSENT_ENDED = "consent_ended", _("persetujuan dicabut")
    APPLIED = "applied", _("melamar")
    NOT_ADMITTED = "not_admitted", _("tidak mendapat atau melepas kursi")
    ADMITTED = "admitted", _("mendapat kursi")
    TRAINING = "training", _("sedang dilatih")
    FINISHED = "finished", _("selesai, pekerjaan belum didata")
    HOME = "home", _("bekerja di daerah asal")
    AWAY = "away", _("bekerja di daerah lain")
    SOMEWHERE = "somewhere", _("bekerja, tempatnya belum didata")


@dataclass(frozen=True)
class Facts:
    """What is known of one nominee: states of nomination, application and seat; days of class and first work after."""

    state: str
    consented: bool
    application: str | None
    offer: str | None
    decided: bool  # the result of the round is in force
    began: date | None
    ended: date | None
    works_since: date | None
    works_in: str | None
    home: str


def stage_of(facts: Facts, *, today: date) -> Stage:
    """Return the furthest stage that is known."""
    if facts.state == NominationState.RETURNED:
        return Stage.RETURNED
    if facts.state == NominationState.WITHDRAWN:
        return Stage.WITHDRAWN
    if not facts.consented:
        return Stage.CONSENT_ENDED
    if facts.state == NominationState.NOMINATED:
        return Stage.NOMINATED
    if facts.began and facts.ended:
        if facts.works_since:
            return _place(facts.works_in, facts.home)
        if today > facts.ended:
            return Stage.FINISHED
        return Stage.TRAINING if today >= facts.began else Stage.ADMITTED
    if facts.offer in LIVE:
        return Stage.ADMITTED
    if facts.offer or facts.decided or facts.application == ApplicationState.WITHDRAWN:
        return Stage.NOT_ADMITTED
    return Stage.APPLIED


def _place(works_in: str | None, home: str) -> Stage:
    """A regency tells home or away; an employer on record by province only tells away, never home."""
    if works_in is None or (len(works_in) < len(home) and home.startswith(works_in)):
        return Stage.SOMEWHERE
    return Stage.HOME if works_in[: len(home)] == home else Stage.AWAY
