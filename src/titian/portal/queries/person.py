"""A whole life with us: what the stations know of one person, who changed it and who looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.counselling.queries.screens import route_lines
from titian.journal.models import Entry, Look, Source
from titian.people.models import Disability, EmploymentSpell, Person, ServiceLink
from titian.planning.models import TrainingClass
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

    @cached_property
    def timeline(self) -> list[Day]:
        """Asked for where it is shown: it needs two statements of its own."""
        spells = [line.spell for line in self.spells]
        return timeline_of(self.links, self.enrolments, spells, route_lines(self.person))

    @property
    def open_classes(self) -> set[int]:
        """Those of the classes that the reader may open."""
        enrolments = [line.enrolment for line in self.enrolments]
        return {one.training_class_id for one in enrolments if one.class_opens}  # type: ignore[attr-defined]


def life_of(person: Person, user: User) -> Life:
    """Return what this user may know of a person, less the NIK and disability."""
    enrolments = (
        Enrolment.objects.visible_to(user).filter(person=person).order_by("-training_class__starts_on")
    )
    spells = person.employment_spells.select_related("status", "employer", "source__sheet").order_by(
        "-starts_on", "-pk"
    )
    links = list(person.service_links.select_related("organisation").order_by("-since", "pk"))
    lines = enrolment_lines(enrolments.annotate(class_opens=_opens(user)))
    changes, looks = _traces(person)
    return Life(
        person=person,
        links=links,
        enrolments=lines,
        spells=[
            SpellLine(spell, spell.evidence == "verified", cell_of(spell.source, "job_status"))
            for spell in spells
        ],
        source=cell_of(person.source, "nik"),
        changes=changes,
        looks=looks,
    )


def _opens(user: User) -> Exists:
    return Exists(TrainingClass.objects.visible_to(user).filter(pk=OuterRef("training_class")))


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


def cell_of(source: Source | None, field: str) -> str:
    """Return in words where a fact was read, down to the cell where the sheet's columns are known."""
    if source is None:
        return ""
    place = {"document": source.sheet.document, "sheet": source.sheet.sheet}
    if cell := source.cell(field):
        return _("%(document)s, lembar %(sheet)s, sel %(cell)s") % {**place, "cell": cell}
    return _("%(document)s, lembar %(sheet)s, baris %(row)d") % {**place, "row": source.row}


def _traces(person: Person) -> tuple[list[Trace], list[Trace]]:
    """Return what was done to the record and who looked at it, latest first, asked in one question."""
    columns = ("of", "moment", "who", "what", "why")
    entries = Entry.objects.filter(subject_type="people.person", subject_id=person.pk).order_by("-pk")
    noted = entries.annotate(
        of=Value("noted"), moment=F("at"), who=_name_of("actor"), what=F("verb"), why=F("reason")
    )
    seen = Look.objects.filter(person_id=person.pk).order_by("-pk")
    looked = seen.annotate(of=Value("looked"), moment=F("at"), who=_name_of("actor"), why=F("reason"))
    events = (
        apps.get_model("people", "PersonEvent")
        .objects.filter(pgh_obj_id=person.pk)
        .order_by("-pgh_created_at")
    )
    # States from before the history kept who acted tell only by whose load they came.
    changed = events.annotate(
        of=Value("changed"),
        moment=F("pgh_created_at"),
        who=Coalesce(_acting(), _loader(), Value("")),
        what=F("pgh_label"),
        why=Coalesce(_document(), Value("")),
    )
    asked = [one.values_list(*columns)[:LATEST] for one in (noted, looked, changed)]
    told = sorted(asked[0].union(*asked[1:], all=True), key=lambda row: row[1], reverse=True)
    words = _words()
    traces = {
        kind: [
            Trace(at, who, words[of].get(what, what), why) for of, at, who, what, why in told if of in kind
        ]
        for kind in (("noted", "changed"), ("looked",))
    }
    return traces["noted", "changed"][:LATEST], traces["looked",][:LATEST]


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


def _name_of(user: str) -> Coalesce:
    """Return what a user is called, as `str` of the user does."""
    prefix = f"{user}__" if user else ""
    return Coalesce(NullIf(f"{prefix}name", Value("")), F(f"{prefix}username"), output_field=CharField())


def _acting() -> Subquery:
    return Subquery(
        User.objects.filter(pk=OuterRef("acting_user_id")).annotate(who=_name_of("")).values("who")
    )


def _document() -> Subquery:
    return Subquery(Source.objects.filter(pk=OuterRef("source_id")).values("sheet__document"))


def _loader() -> Subquery:
    """Who carried out the document in which this state was read."""
    sheet = Source.objects.filter(pk=OuterRef(OuterRef("source_id"))).values("sheet__sha256")
    carried = LoadedFile.objects.filter(sha256__in=sheet, carried_at__isnull=False).order_by("-carried_at")
    return Subquery(carried.annotate(who=_name_of("load__actor")).values("who")[:1])
