from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.core.text import key
from titian.planning.actions.classes import NewClass, open_classes
from titian.planning.models import TrainingClass
from titian.programmes.actions import NewProgramme, register_programmes


@dataclass(frozen=True)
class PlannedClass:
    """A class as a clerk types it; the budget year is that of its first day."""

    centre_id: int
    organiser_id: int
    code: str
    programme: str
    channel: str
    fund: str
    wave: str
    capacity: int
    hours: int | None
    starts_on: date
    ends_on: date
    is_demo: bool


@transaction.atomic
def open_by_hand(planned: PlannedClass, *, actor: User) -> TrainingClass:
    """Open one class; said twice it is one class, and a code another class has is refused."""
    with connection.cursor() as cursor:
        place = f"class {planned.centre_id} {planned.starts_on.year} {planned.code}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [place])
    known = (
        TrainingClass.objects.filter(centre=planned.centre_id, year=planned.starts_on.year, code=planned.code)
        .select_related("programme")
        .first()
    )
    if known:
        if _is_the_same(known, planned):
            return known
        raise DomainError(
            _(
                "Kode paket %(code)s sudah dipakai untuk %(programme)s tahun %(year)d, dan satu kode hanya "
                "untuk satu paket. Isi kode lain, atau buka paket itu."
            )
            % {"code": known.code, "programme": known.programme.name, "year": known.year},
            code="package_taken",
        )
    programme = NewProgramme(planned.centre_id, planned.programme, None, planned.hours)
    programmes = register_programmes([programme], actor=actor)
    new = NewClass(
        planned.centre_id, planned.starts_on.year, planned.code, planned.organiser_id,
        programmes[programme.key].id, planned.channel, planned.fund, planned.wave, planned.capacity,
        planned.hours, planned.starts_on, planned.ends_on, planned.is_demo, None,
    )  # fmt: skip
    (class_id,) = open_classes([new], actor=actor)
    return TrainingClass.objects.get(pk=class_id)


def _is_the_same(known: TrainingClass, planned: PlannedClass) -> bool:
    return (known.organiser_id, known.programme.name_key, known.starts_on, known.ends_on) == (
        planned.organiser_id,
        key(planned.programme),
        planned.starts_on,
        planned.ends_on,
    )
