"""What the messages say. No name stands in them: a telephone is read by others too."""

from __future__ import annotations

from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from titian.core.formats import moment
from titian.counselling.models import Appointment


class Letter(NamedTuple):
    """What goes out."""

    subject: str
    words: str


def invitation(appointment: Appointment) -> Letter:
    """Return the invitation to a time."""
    with translation.override("id"):
        return Letter(
            _("Undangan konseling kerja"),
            _(
                "Anda diundang untuk konseling kerja di %(office)s pada %(moment)s%(place)s. Gratis; bawalah KTP. "
                "Bila tidak dapat datang, batalkan di halaman Konseling saya atau hubungi dinas."
            )
            % _where(appointment),
        )


def booking(appointment: Appointment) -> Letter:
    """Return what confirms a time the person has taken."""
    with translation.override("id"):
        return Letter(
            _("Janji konseling kerja"),
            _(
                "Janji konseling kerja Anda di %(office)s pada %(moment)s%(place)s tercatat. Gratis; bawalah KTP. "
                "Ubah atau batalkan di halaman Konseling saya."
            )
            % _where(appointment),
        )


def reminder(appointment: Appointment) -> Letter:
    """Return the reminder of the day before."""
    with translation.override("id"):
        return Letter(
            _("Pengingat konseling kerja"),
            _(
                "Besok Anda ditunggu untuk konseling kerja di %(office)s pada %(moment)s%(place)s. Bawalah KTP."
            )
            % _where(appointment),
        )


def _where(appointment: Appointment) -> dict[str, str]:
    slot = appointment.slot
    return {
        "office": appointment.office.name,
        "moment": moment(slot.starts_at),
        "place": f", {slot.place}" if slot.place else "",
    }
