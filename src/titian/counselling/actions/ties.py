"""An officer says to whom and to what the officer is tied."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.counselling.models import FamilyCard, Tie, TieKind
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.people.models import Person
from titian.people.vault import card_index, further

CARD_DIGITS = 16


@transaction.atomic
def declare_kin(person: Person, kind: str, *, actor: User) -> Tie:
    """Declare to be a relative; declaring twice changes nothing."""
    if kind not in TieKind.values or kind == TieKind.MEMBER:
        raise DomainError(_("Pilih hubungan kerabat dari daftar."), code="unknown_tie")
    known = Tie.objects.filter(user=actor, person=person, ended_on=None).first()
    if known is not None:
        return known
    made = Tie.objects.create(
        user=actor, person=person, kind=kind, declared_on=timezone.localdate(), declared_by=actor
    )
    Entry.write(actor, "declare_kin", person)
    return made


@transaction.atomic
def declare_member(organisation: Organisation, *, actor: User) -> Tie:
    """Declare to be a member of an organisation that Titian does not know the officer works for."""
    known = Tie.objects.filter(user=actor, organisation=organisation, ended_on=None).first()
    if known is not None:
        return known
    made = Tie.objects.create(
        user=actor, organisation=organisation, kind=TieKind.MEMBER, declared_on=timezone.localdate(),
        declared_by=actor,
    )  # fmt: skip
    Entry.write(actor, "declare_member", organisation)
    return made


@transaction.atomic
def end_membership(tie: Tie, *, actor: User) -> None:
    """End a declared membership; kinship does not end."""
    if tie.user_id != actor.pk or tie.kind != TieKind.MEMBER:
        raise DomainError(_("Hanya keanggotaan sendiri yang dapat diakhiri."), code="not_own_membership")
    tie.ended_on = timezone.localdate()
    tie.save(update_fields=["ended_on"])
    Entry.write(actor, "end_declared_membership", tie)


@transaction.atomic
def note_family_card(number: str, *, actor: User, person: Person | None = None) -> None:
    """Keep the keyed hash of a family card number, of a person or of the officer; never the number."""
    digits = "".join(letter for letter in number if letter.isdigit())
    if len(digits) != CARD_DIGITS:
        raise DomainError(_("Nomor kartu keluarga terdiri atas 16 angka."), code="not_a_card")
    whose = {"user": actor} if person is None else {"person": person}
    noted = {"card_hash": card_index(digits), "links": settings.KEYS.cards_in_force}
    FamilyCard.objects.update_or_create(**whose, defaults={**noted, "noted_on": timezone.localdate()})
    Entry.write(actor, "note_family_card", person or "counselling.familycard")


@transaction.atomic
def put_card_key_in_force(*, actor: User) -> int:
    """Carry the hash of every family card on to the newest key and return how many; done again it changes none."""
    newest = len(settings.KEYS.cards)
    cards = list(FamilyCard.objects.select_for_update(of=("self",)).filter(links__lt=newest).order_by("pk"))
    for card in cards:
        card.card_hash = further(bytes(card.card_hash), card.links, newest)
        card.links = newest
    FamilyCard.objects.bulk_update(cards, ["card_hash", "links"], batch_size=1000)
    Entry.write(actor, "put_index_in_force", FamilyCard._meta.label_lower, count=len(cards))
    return len(cards)
