from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.models import Organisation, OrganisationName

# Which of two equal links stays: the one the confirmed organisation already has.
DROPPED_IF_HELD = {
    ("people", "servicelink"): ("person",),
    ("network", "agreementparty"): ("agreement",),
}
LEFT_BEHIND = {
    ("network", "supervision", "organisation"),
    ("network", "ownership", "organisation"),
    ("network", "letterhead", "organisation"),
}


@transaction.atomic
def confirm_organisation(organisation: Organisation, *, actor: User) -> None:
    """Say that an organisation which a file named exists under this name."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if organisation.confirmed:
        raise DomainError(_("Lembaga ini sudah dikonfirmasi."), code="already_confirmed")
    organisation.confirmed = True
    organisation.save(update_fields=["confirmed", "updated_at"])
    Entry.write(actor, "confirm_organisation", organisation)


@transaction.atomic
def merge_organisation(unconfirmed: Organisation, into: Organisation, *, actor: User) -> int:
    """Move all that names the unconfirmed organisation to the confirmed one; return how many rows moved.

    Its name stays as a former name, so that the next file finds the right one. There is no way back.
    Every key to an organisation is found by introspection, so that later stations need no mention here.
    """
    pair = Organisation.objects.select_for_update(of=("self",)).filter(pk__in=[unconfirmed.pk, into.pk])
    held = {one.pk: one for one in pair.order_by("pk")}
    unconfirmed, into = held[unconfirmed.pk], held[into.pk]
    if unconfirmed.pk == into.pk or unconfirmed.confirmed or not into.confirmed:
        raise DomainError(
            _("Hanya lembaga yang belum dikonfirmasi dapat digabungkan, dan hanya ke lembaga terkonfirmasi."),
            code="cannot_be_merged",
        )
    if unconfirmed.memberships.exists():
        raise DomainError(
            _(
                "Lembaga ini mempunyai anggota, yang dengan penggabungan akan melihat data lembaga lain. "
                "Konfirmasi lembaga ini sendiri, atau akhiri dahulu keanggotaannya."
            ),
            code="cannot_be_merged",
        )
    name, name_key = unconfirmed.name, unconfirmed.name_key
    moved = {}
    try:
        with transaction.atomic():
            for model, field in _keys():
                if count := _move(model, field, unconfirmed, into):
                    moved[f"{model._meta.label_lower}.{field.name}"] = count
            unconfirmed_id = unconfirmed.pk
            unconfirmed.delete()
            connection.check_constraints()  # rows that the second wall hides still hold it
    except (IntegrityError, models.ProtectedError) as refusal:
        raise DomainError(
            _(
                "Kedua lembaga mempunyai catatan yang tidak dapat disatukan, misalnya kode paket yang sama. "
                "Perbaiki salah satunya, lalu gabungkan lagi."
            ),
            code="cannot_be_merged",
        ) from refusal
    if name_key != into.name_key and not into.former_names.filter(name_key=name_key).exists():
        OrganisationName.objects.create(
            organisation=into, name=name, name_key=name_key, period=DateRange(None, timezone.localdate())
        )
    Entry.write(actor, "merge_organisation", into, merged=unconfirmed_id, moved=moved)
    return sum(moved.values())


def _keys() -> Iterator[tuple[type[models.Model], models.ForeignKey[Organisation, Organisation]]]:
    """Yield every key to an organisation that the database holds; history keeps what it saw."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if not isinstance(field, models.ForeignKey) or field.related_model is not Organisation:
                continue
            if getattr(field, "db_constraint", True):
                yield model, field


def _move(
    model: type[models.Model],
    field: models.ForeignKey[Organisation, Organisation],
    source: Organisation,
    target: Organisation,
) -> int:
    rows = model._base_manager.filter(**{field.name: source})
    place = (model._meta.app_label, model._meta.model_name or "")
    if (*place, field.name) in LEFT_BEHIND:
        rows.delete()  # the confirmed organisation has its own
        return 0
    for same in [DROPPED_IF_HELD[place]] if place in DROPPED_IF_HELD else []:
        twins = model._base_manager.filter(**{field.name: target})
        matching = twins.filter(**{name: models.OuterRef(name) for name in same})
        rows.filter(models.Exists(matching)).delete()
    return rows.update(**{field.name: target})
