"""Two records of one person become one, and two again if that was an error; under the system scope."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.actions import system_actor
from titian.accounts.models import User
from titian.core.access import acting_as
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.people.keys_to_person import rules_of_keys
from titian.people.models import JobSeekerEvent, Merge, Person
from titian.people.queries import whole_nik
from titian.people.rules import why_not_merged
from titian.people.vault import current_version, index_of, next_index_of, person_owner, seal

NO_NIK = "digabung ke catatan lain"


def merge(kept_id: int, joined_id: int, *, evidence: Sequence[str], reason: str, actor: User) -> Merge:
    """Let one record hold what both held; rows that may not stand twice stay where they were, or refuse."""
    with acting_as(system_actor("merge").pk):
        people = Person.objects.select_for_update(of=("self",)).in_bulk([kept_id, joined_id])
        kept, joined = people[kept_id], people[joined_id]
        if refusal := why_not_merged(kept, joined, reason=reason):
            raise DomainError(refusal, code="not_merged")
        moved = {key: ids for key in sorted(rules_of_keys()) if (ids := _move(key, joined_id, kept_id))}
        _see_trained(kept, joined)
        done = Merge.objects.create(
            kept=kept, joined=joined, moved=moved, evidence=list(evidence), reason=reason.strip(),
            took_nik=kept.nik_hash is None and joined.nik_hash is not None,
            took_user=kept.user_id is None and joined.user_id is not None,
            merged_by=actor, merged_at=timezone.now(),
        )  # fmt: skip
        if done.took_nik:
            _give_nik(joined, kept)
        if done.took_user:
            _give_user(joined, kept)
        joined.merged_into = kept
        joined.save()
        kept.save()
    Entry.write(actor, "merge", kept, reason=reason, joined=joined_id, rows=sum(map(len, moved.values())))
    return done


def undo_merge(done: Merge, *, reason: str, actor: User) -> None:
    """Let both records be again what they were; what was added since stays with the one that was kept."""
    with acting_as(system_actor("merge").pk):
        done = Merge.objects.select_for_update(of=("self",)).get(pk=done.pk)
        if done.undone_at:
            raise DomainError(_("Penggabungan ini sudah dibatalkan."), code="already_undone")
        people = Person.objects.select_for_update(of=("self",)).in_bulk([done.kept_id, done.joined_id])
        kept, joined = people[done.kept_id], people[done.joined_id]
        for key, ids in done.moved.items():
            model, field = _key(key)
            model._default_manager.filter(pk__in=ids, **{field: kept.pk}).update(**{field: joined.pk})
        _see_trained(kept, joined)
        # Who was heard as one may not have been as two.
        JobSeekerEvent.objects.filter(person__in=people).update(waits=True)
        joined.merged_into = None
        if done.took_nik:
            _give_nik(kept, joined, leaves=_("dikembalikan ke catatan lain"))
        if done.took_user:
            _give_user(kept, joined)
        kept.save()
        joined.save()
        done.undone_by, done.undone_at = actor, timezone.now()
        done.save()
    Entry.write(actor, "undo_merge", kept, reason=reason, joined=joined.pk)


def _move(key: str, joined_id: int, kept_id: int) -> list[int]:
    rule = rules_of_keys()[key]
    if rule.merge == "keep":
        return []
    model, field = _key(key)
    moved = []
    for pk in model._default_manager.filter(**{field: joined_id}).order_by("pk").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                model._default_manager.filter(pk=pk).update(**{field: kept_id})
        except IntegrityError as clash:
            if rule.merge == "refuse":
                raise DomainError(
                    _("Kedua catatan mempunyai %(what)s. Samakan lebih dahulu, lalu gabungkan.")
                    % {"what": model._meta.verbose_name},
                    code="both_have_one",
                ) from clash
        else:
            moved.append(cast(int, pk))
    return moved


def _see_trained(*people: Person) -> None:
    """The trainings that moved have marked the records: what is saved next must not take that back."""
    for person in people:
        person.refresh_from_db(fields=["trained"])


def _key(key: str) -> tuple[type[models.Model], str]:
    label, field = key.rsplit(".", 1)
    return cast(Any, apps.get_model(label)), field


def _give_nik(giver: Person, taker: Person, leaves: str = NO_NIK) -> None:
    """The number is sealed for its record, so it is sealed anew."""
    digits = whole_nik(giver) or ""
    giver.nik_cipher = giver.nik_hash = giver.nik_next_hash = giver.nik_key_version = None
    giver.no_nik_reason = giver.no_nik_reason or leaves
    giver.save()
    taker.nik_cipher = seal(digits, person_owner(taker.pk))
    taker.nik_hash, taker.nik_next_hash = index_of(digits), next_index_of(digits)
    taker.nik_key_version = current_version()


def _give_user(giver: Person, taker: Person) -> None:
    user, giver.user = giver.user, None
    giver.save()
    taker.user = user
