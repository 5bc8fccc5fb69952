"""The plan a person takes home: one page in plain Indonesian."""

from __future__ import annotations

from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from titian.core.formats import day
from titian.counselling.models import Decision, DecisionRoute, StepOwner
from titian.people.outputs.card import typeset

TEMPLATES = Path(__file__).parent / "typst"


def write_plan(decision: Decision) -> bytes:
    """Return the plan of a decision; always Indonesian, whatever language the officer reads."""
    with translation.override("id"):
        return typeset("plan.typ", _data(decision), TEMPLATES)


def _data(decision: Decision) -> dict[str, object]:
    return {
        "language": "id",
        "office": decision.office.name,
        "title": _("Rencana kerja saya"),
        "name": decision.person.name,
        "told": _("Hasil pembicaraan pada %(day)s dengan %(officer)s.") % {
            "day": day(decision.decided_on), "officer": decision.author,
        },
        "change": _("Rencana ini menggantikan yang lama, karena: %(reason)s") % {"reason": decision.change_reason}
        if decision.replaces_id
        else "",
        "routes": [
            {
                "route": str(one.get_route_display()).capitalize(),
                "reason": one.reason,
                "step": one.step,
                "who": _who(one),
                "due": day(one.due_on),
            }
            for one in decision.routes.all()
        ],
        "words": {
            "why": _("Mengapa"), "step": _("Langkah berikut"), "who": _("Siapa yang melakukan"),
            "due": _("Paling lambat"),
        },
        "rights": [
            _("Layanan ini gratis. Tidak seorang pun boleh meminta uang."),
            _("Tidak setuju, atau keadaan Anda berubah? Datanglah lagi; rencana dapat diubah."),
            _("Anda boleh melihat semua yang dicatat tentang Anda di halaman Data saya."),
        ],
        "signed": _("Pengantar kerja"),
        "officer": str(decision.author),
        "holder": _("Tanda tangan Anda"),
        "demo": _("CONTOH: orang rekaan") if decision.person.is_demo else "",
    }  # fmt: skip


def _who(one: DecisionRoute) -> str:
    if one.step_owner == StepOwner.PERSON:
        return _("Anda sendiri")
    if one.referred_to is not None:
        return one.referred_to.name
    return _("pengantar kerja %(name)s") % {"name": one.decision.author}
