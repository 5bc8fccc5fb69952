"""A whole life with us: what the stations know of one person, who changed it and who looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.people.models import Disability, Person
from titian.portal.queries.life import (
    LATEST,
    LifeLines,
    ServiceLine,
    SpellLine,
    TraceLine,
    TrainingLine,
    life_lines,
)
from titian.portal.queries.timeline import Day, timeline_of


@dataclass(frozen=True)
class Trace:
    """Who did or saw what, when, why."""

    at: datetime
    who: str
    what: str
    reason: str


@dataclass(frozen=True)
class Life:
    person: Person
    lines: LifeLines
    changes: list[Trace]
    looks: list[Trace]

    @property
    def source(self) -> str:
        return self.lines.source

    @property
    def links(self) -> list[ServiceLine]:
        return self.lines.links

    @property
    def trainings(self) -> list[TrainingLine]:
        return self.lines.trainings

    @property
    def spells(self) -> list[SpellLine]:
        return self.lines.spells

    @property
    def timeline(self) -> list[Day]:
        return timeline_of(self.lines)


def life_of(person: Person) -> Life:
    """Return what is known of a person whom the reader may see, less the NIK and disability."""
    lines = life_lines(person)
    changes = [trace for trace in lines.traces if trace.of != "looked"]
    looks = [trace for trace in lines.traces if trace.of == "looked"]
    return Life(person, lines, _told(changes[:LATEST]), _told(looks))


def disability_of(person: Person) -> Disability | None:
    """Return what is known of a disability; None is not recorded. Ask `may_see_disability` first."""
    return Disability.objects.filter(person=person).annotate(kind_names=_kind_names("pk")).first()


def own_record(user: User) -> Person | None:
    """Return the person this user is, with needs and disability as far as recorded, in one question."""
    beside = ("regency", "district", "education", "needs", "disability")
    own = Person.objects.filter(user=user).select_related(*beside)
    person = own.annotate(kind_names=_kind_names("disability__pk")).first()
    if person is not None and hasattr(person, "disability"):
        person.disability.kind_names = person.kind_names  # type: ignore[attr-defined]
    return person


def _kind_names(disability: str) -> ArraySubquery:
    kinds = Disability.kinds.through.objects.filter(disability=OuterRef(disability))
    name = "disabilitykind__name_en" if get_language() == "en" else "disabilitykind__name"
    return ArraySubquery(kinds.order_by("disabilitykind__position").values(name))


def _told(traces: list[TraceLine]) -> list[Trace]:
    words = _words()
    return [Trace(one.at, one.who, words[one.of].get(one.what, one.what), one.why) for one in traces]


def _words() -> dict[str, dict[str, str]]:
    return {
        "noted": {
            "seat_by_hand": _("Dimasukkan ke paket"),
            "correct_contact": _("Data kontak diperbaiki"),
            "state_results": _("Hasil pelatihan diisi"),
            "update_outcomes": _("Status kerja diperbarui"),
            "open_interview": _("Wawancara konseling dibuka"),
            "save_version": _("Wawancara konseling disimpan"),
            "decide": _("Jalur diputuskan"),
            "finish_step": _("Langkah konseling dicatat selesai"),
            "declare_kin": _("Petugas menyatakan diri kerabat"),
            "note_family_card": _("Sidik kartu keluarga dicatat"),
        },
        "changed": {
            "insert": _("Catatan dibuat"), "update": _("Catatan diubah"), "delete": _("Catatan dihapus"),
        },
        "looked": {
            "nik": _("NIK lengkap"), "record": _("Halaman orang"), "disability": _("Data disabilitas"),
            "interview": _("Wawancara konseling"),
        },
    }  # fmt: skip
