"""What do staged rows say, with the class and the former row each belongs to?"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from django.db.models import QuerySet

from titian.rosters.models import StagedRow

_ELSEWHERE = {
    "class_id": "sheet__training_class",
    "class_starts_on": "sheet__training_class__starts_on",
    "class_ends_on": "sheet__training_class__ends_on",
    "organiser_id": "sheet__training_class__organiser",
    "sheet_ends_on": "sheet__ends_on",
    "is_demo": "load__is_demo",
    "former_person_id": "replaces__person",
    "former_opened": "replaces__person_is_new",
}


@dataclass(slots=True)
class Stated:
    """A row as the stations are told of it: a plain record, for a year of them is carried out at once."""

    pk: int
    key_version: int
    centre_id: int
    number_in_class: int | None
    name: str
    name_key: str
    nik_hash: bytes | None
    nik_cipher: bytes | None
    birth_place: str
    birth_date: date
    sex: str
    education: str | None
    disability: bool | None
    disability_kind: str | None
    address: str
    regency: str | None
    district: str | None
    phone: str
    passed: bool | None
    certificate_number: str | None
    competent: bool | None
    competency_certificate_number: str | None
    certification_body_id: int | None
    member_number: str | None
    status: str | None
    status_word: str
    employer_name: str
    job_title: str
    work_starts_on: date | None
    wage: int | None
    note: str
    person_id: int | None
    person_is_new: bool
    enrolment_id: int | None
    source_id: int | None
    class_id: int
    class_starts_on: date
    class_ends_on: date
    organiser_id: int
    sheet_ends_on: date | None
    is_demo: bool
    former_person_id: int | None
    former_opened: bool | None

    @property
    def person(self) -> int:
        """The person, once it is known who it is."""
        assert self.person_id is not None
        return self.person_id

    @property
    def served_by(self) -> list[int]:
        return sorted({self.centre_id, self.organiser_id})

    @property
    def restates(self) -> bool:
        """Whether the row it replaces spoke of the same person."""
        return self.former_person_id is not None and self.former_person_id == self.person_id


def stated_rows(rows: QuerySet[StagedRow]) -> list[Stated]:
    """Return the rows in the order of sheets and lines."""
    names = [_ELSEWHERE.get(field.name, field.name) for field in fields(Stated)]
    told = rows.order_by("sheet__position", "line").values_list(*names)
    return [Stated(*values) for values in told.iterator(chunk_size=5_000)]
