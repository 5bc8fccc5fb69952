"""Coming in by oneself: saved step by step under a key, sent once."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.actions import open_account
from titian.accounts.models import User
from titian.core.access import acting_as
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.people.actions.claims import claim
from titian.people.actions.consent import give_consent
from titian.people.actions.register import NewPerson, register
from titian.people.codes import CODE_LENGTH, LETTERS, digest_of, plain_code
from titian.people.models import ConsentPurpose, Needs, Person, Registration
from titian.people.queries import known_by_nik
from titian.people.rules import is_under_age
from titian.people.vault import current_version, seal_bytes, unseal_bytes

OWNER = "registration"
QUESTIONS = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")


@transaction.atomic
def save_step(key: str, step: int, told: Mapping[str, Any]) -> str:
    """Keep what one screen told, under `key` or a new one; return the key. Nothing is kept after sending."""
    now = timezone.now()
    key = plain_code(key)
    held = Registration.objects.select_for_update().filter(key_hash=_hash(key)).first() if key else None
    if held is None:
        key = "".join(secrets.choice(LETTERS) for _letter in range(CODE_LENGTH + 4))
        held = Registration(key_hash=_hash(key), step=0, started_at=now)
        known: dict[str, Any] = {}
    else:
        if held.submitted_at:
            raise DomainError(_("Pendaftaran ini sudah dikirim. Silakan masuk."), code="already_sent")
        known = told_so_far(held)
    known.update(
        {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}
    )
    held.sealed = seal_bytes(json.dumps(known).encode(), OWNER)
    held.key_version = current_version()
    held.step = max(held.step, step)
    held.saved_at = now
    held.save()
    return key


def told_so_far(held: Registration) -> dict[str, Any]:
    """Return what was told before."""
    if not held.sealed:
        return {}
    told: dict[str, Any] = json.loads(unseal_bytes(bytes(held.sealed), OWNER, held.key_version))
    return told


@transaction.atomic
def send_registration(
    key: str, *, username: str, password: str, consents: Sequence[str], guardian: str, language: str
) -> tuple[User, bool]:
    """Open the account and the record, once; return the account and whether a record of this person was there before.

    A retried submit finds what the first one made, and needs its password. A record known by its NIK is not opened:
    it is claimed, and joined with the code an officer hands out.
    """
    held = Registration.objects.select_for_update(of=("self",)).filter(key_hash=_hash(key)).first()
    if held is None:
        raise DomainError(_("Pendaftaran tidak ditemukan. Mulailah dari awal."), code="no_registration")
    if held.submitted_at and held.user is not None:
        if not held.user.check_password(password):
            raise DomainError(_("Pendaftaran ini sudah dikirim. Silakan masuk."), code="already_sent")
        return held.user, bool(held.sealed)
    told = told_so_far(held)
    born = date.fromisoformat(told["birth_date"])
    if is_under_age(born, timezone.localdate()) and not guardian.strip():
        raise DomainError(
            _("Anda belum berumur 18 tahun. Tulis nama orang tua atau wali yang menyetujui."),
            code="guardian_missing",
        )
    user = open_account(
        username, told["name"], password=password, email=told.get("email", ""), language=language
    )
    with acting_as(user.pk):
        known = known_by_nik(told["nik"], name=told["name"], born=born) if told.get("nik") else None
        if known:
            claim(user, known)
        else:
            _open_record(user, told, born, consents, guardian)
            held.sealed = b""
    held.user, held.submitted_at = user, timezone.now()
    held.save()
    return user, known is not None


def _open_record(
    user: User, told: Mapping[str, Any], born: date, consents: Sequence[str], guardian: str
) -> None:
    new = NewPerson(
        name=told["name"], sex=told["sex"], birth_date=born, birth_place=told.get("birth_place", ""),
        nik=told.get("nik") or None, no_nik_reason=told.get("no_nik_reason", ""), phone=told.get("phone", ""),
        address=told.get("address", ""), regency=told.get("regency") or None, district=None,
        education=told.get("education") or None, is_demo=False, source_id=None, organisations=[],
        since=timezone.localdate(), link_reason="", user_id=user.pk,
    )  # fmt: skip
    register([new], actor=user)
    person = Person.objects.get(user=user)
    if guardian.strip():
        give_consent(person, ConsentPurpose.GUARDIAN, given_by=guardian.strip(), actor=user)
    for purpose in consents:
        give_consent(person, purpose, given_by=guardian.strip(), actor=user)
    state_needs(person, {name: told.get(name) for name in QUESTIONS}, told.get("needs", ""), actor=user)


@transaction.atomic
def state_needs(person: Person, answers: Mapping[str, Any], words: str, *, actor: User) -> None:
    """Keep what a person finds difficult and asks for; nothing told, nothing kept."""
    told = {name: int(value) for name, value in answers.items() if value}
    if not told and not words.strip():
        return
    Needs.objects.update_or_create(
        person=person,
        defaults={
            **dict.fromkeys(QUESTIONS, None),
            **told,
            "words": words.strip(),
            "stated_on": timezone.localdate(),
        },
    )
    Entry.write(actor, "state_needs", person)


def _hash(key: str) -> bytes:
    return bytes.fromhex(digest_of(key)) if digest_of(key) else b""
