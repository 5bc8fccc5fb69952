"""What the messages of a round say. No name stands in them: a telephone is read by others too."""

from __future__ import annotations

from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from titian.admissions.models import Offer
from titian.core.formats import day
from titian.counselling.notices import Letter


def answer_reminder(offer: Offer) -> Letter:
    """Return the reminder that a seat waits for an answer."""
    with translation.override("id"):
        return Letter(
            _("Kursi pelatihan menunggu jawaban"),
            _(
                "Anda mendapat kursi di %(class)s, %(centre)s. Jawablah paling lambat %(day)s di halaman Lamaran "
                "saya atau hubungi balai. Nomor lamaran %(number)s."
            )
            % {
                "class": offer.round_class.opening.training_class.programme.name,
                "centre": offer.application.round.centre.name,
                "day": day(offer.answer_by),
                "number": offer.application.number,
            },
        )


def coming_reminder(offer: Offer, by: date) -> Letter:
    """Return the reminder to register again before the first day."""
    with translation.override("id"):
        return Letter(
            _("Daftar ulang pelatihan"),
            _(
                "Anda menerima kursi di %(class)s, %(centre)s. Daftar ulanglah paling lambat %(day)s di halaman "
                "Lamaran saya atau di balai; sesudah itu kursi diberikan kepada orang lain. Nomor lamaran %(number)s."
            )
            % {
                "class": offer.round_class.opening.training_class.programme.name,
                "centre": offer.application.round.centre.name,
                "day": day(by),
                "number": offer.application.number,
            },
        )
