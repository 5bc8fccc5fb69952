"""A whole life with us: what the stations know of one person, who changed it and who looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.counselling.queries.screens import route_lines
from titian.journal.models import Entry, Look, Source
from titian.people.models import Disability, EmploymentSpell, Person, ServiceLink
from titian.portal.queries.enrolments import EnrolmentLine, enrolment_lines
from titian.portal.queries.timeline import Day, timeline_of
from titian.rosters.models import LoadedFile
from titian.training.models import Enrolment

LATEST = 50


@dataclass(frozen=True)
class SpellLine:
    spell: EmploymentSpell
    verified: bool
    source: str


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
    links: list[ServiceLink]
    enrolments: list[EnrolmentLine]
    spells: list[SpellLine]
    source: str
    changes: list[Trace]
    looks: list[Trace]
    timeline: list[Day]

    @property
    def class_ids(self) -> list[int]:
        return [line.enrolment.training_class_id for line in self.enrolments]


def life_of(person: Person, user: User) -> Life:
    """Return what this user may know of a person, less the NIK and disability."""
    enrolments = (
        Enrolment.objects.visible_to(user).filter(person=person).order_by("-training_class__starts_on")
    )
    spells = person.employment_spells.select_related("status", "employer", "source__sheet").order_by(
        "-starts_on", "-pk"
    )
    links = list(person.service_links.select_related("organisation").order_by("-since", "pk"))
    lines = enrolment_lines(enrolments)
    return Life(
        person=person,
        links=links,
        enrolments=lines,
        spells=[
            SpellLine(spell, spell.evidence == "verified", cell_of(spell.source, "job_status"))
            for spell in spells
        ],
        source=cell_of(person.source, "nik"),
        changes=_changes(person),
        looks=looks_at(person),
        timeline=timeline_of(links, lines, list(spells), route_lines(person)),
    )


def disability_of(person: Person) -> Disability | None:
    """Return what is known of a disability; None is not recorded. Ask `may_see_disability` first."""
    return Disability.objects.filter(person=person).prefetch_related("kinds").first()


def cell_of(source: Source | None, field: str) -> str:
    """Return in words where a fact was read, down to the cell where the sheet's columns are known."""
    if source is None:
        return ""
    place = {"document": source.sheet.document, "sheet": source.sheet.sheet}
    if cell := source.cell(field):
        return _("%(document)s, lembar %(sheet)s, sel %(cell)s") % {**place, "cell": cell}
    return _("%(document)s, lembar %(sheet)s, baris %(row)d") % {**place, "row": source.row}


def looks_at(person: Person) -> list[Trace]:
    """Return who looked at protected data of this person, latest first."""
    words = {
        "nik": _("NIK lengkap"),
        "record": _("Halaman orang"),
        "interview": _("Wawancara konseling"),
        "disability": _("Data disabilitas"),
    }
    looks = Look.objects.filter(person_id=person.pk).select_related("actor").order_by("-pk")[:LATEST]
    return [Trace(look.at, str(look.actor), words.get(look.what, look.what), look.reason) for look in looks]


def _changes(person: Person) -> list[Trace]:
    """Return what was noted in the journal about this person and each state of the row, latest first."""
    entries = Entry.objects.filter(subject_type="people.person", subject_id=person.pk).select_related("actor")
    verbs = {
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
    }
    traces = [
        Trace(entry.at, str(entry.actor), verbs.get(entry.verb, entry.verb), entry.reason)
        for entry in entries.order_by("-pk")[:LATEST]
    ]
    words = {"insert": _("Catatan dibuat"), "update": _("Catatan diubah"), "delete": _("Catatan dihapus")}
    events = list(
        apps.get_model("people", "PersonEvent")
        .objects.filter(pgh_obj_id=person.pk)
        .order_by("-pgh_created_at")[:LATEST]
    )
    loaders = _loaders({event.source_id for event in events if event.source_id})
    actors = User.objects.in_bulk({event.acting_user_id for event in events} - {None})
    for event in events:
        loader, document = loaders.get(event.source_id, ("", ""))
        # States from before the history kept who acted tell only by whose load they came.
        who = str(actors[event.acting_user_id]) if event.acting_user_id in actors else loader
        traces.append(Trace(event.pgh_created_at, who, words.get(event.pgh_label, event.pgh_label), document))
    return sorted(traces, key=lambda trace: trace.at, reverse=True)[:LATEST]


def _loaders(source_ids: set[int]) -> dict[int, tuple[str, str]]:
    """Return who carried out the document behind each source, and the document's name."""
    sources = Source.objects.filter(pk__in=source_ids).select_related("sheet")
    files = LoadedFile.objects.filter(
        sha256__in={source.sheet.sha256 for source in sources}, carried_at__isnull=False
    ).select_related("load__actor")
    actors = {file.sha256: str(file.load.actor) for file in files.order_by("-carried_at")}
    return {source.pk: (actors.get(source.sheet.sha256, ""), source.sheet.document) for source in sources}
