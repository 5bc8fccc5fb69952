"""How alike two records are, by the linkage engine; the weights are learned once and kept here in the open.

Learned by `engines.linkage.fit` on 300,000 invented records (benchmarks/linkage.py); a pair's evidence is its level
in each field. Nothing is decided by them: an officer reads the evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from django.utils.translation import gettext as _

from engines.linkage import MISSING, Field, Kind, Model, compare, probability, weights
from titian.core.text import words

MODEL = Model(
    weights={
        "name": np.array(
            [-8.9, -1.3, 5.1, 9.5, 11.0]
        ),  # full agreement less than learned: common names are many
        "birth": np.array([-5.1, 0.7, 5.7, 13.8]),
        "phone": np.array([-1.3, 14.7, 20.3]),
        "address": np.array([-1.5, -1.5, 2.0, 8.0]),
        "regency": np.array([-3.3, 4.0]),  # the office asks mostly about its own region
        "birth_place": np.array([-6.0, -1.0, 2.0, 4.0]),
        "sex": np.array([-8.0, 1.0]),
    },
    expected=5e-7,
)
SHOWN_FROM = 0.5
LIKELY_FROM = 0.99


class Described(NamedTuple):
    """What is compared of one person; '' and None say nothing."""

    person_id: int
    name: str
    birth_date: date | None
    phone: str
    address: str
    regency: str
    birth_place: str
    sex: str


class Likeness(NamedTuple):
    """One record that may be of the same person: how probable, and field by field why."""

    person_id: int
    probability: float
    evidence: list[str]

    @property
    def likely(self) -> bool:
        return self.probability >= LIKELY_FROM


def alike(one: Described, others: Sequence[Described]) -> list[Likeness]:
    """Return those of `others` that may be `one`, the likeliest first."""
    if not others:
        return []
    fields = _fields([one, *others])
    left = np.zeros(len(others), dtype=np.int32)
    right = np.arange(1, len(others) + 1, dtype=np.int32)
    total = np.sum([weights(MODEL, field, left, right) for field in fields], axis=0)
    chance = probability(total, expected=MODEL.expected)
    shown = [int(place) for place in np.argsort(-chance, kind="stable") if chance[place] >= SHOWN_FROM]
    if not shown:
        return []
    levels = {field.title: compare(field, left, right) for field in fields}
    return [
        Likeness(
            others[place].person_id,
            float(chance[place]),
            [said for title, level in levels.items() if (said := _said(title, int(level[place])))],
        )
        for place in shown
    ]


def national_digits(phone: str) -> str:
    """Return the digits after +62, 62 or 0: rosters keep numbers as +62..., the counter as they were typed."""
    return "".join(filter(str.isdigit, phone)).removeprefix("62").removeprefix("0")


def _said(title: str, level: int) -> str:
    if level == MISSING:
        return ""
    sentences = {
        "name": [
            _("nama berbeda"),
            _("nama agak mirip"),
            _("nama mirip"),
            _("nama sama, urutan atau singkatan berbeda"),
            _("nama sama persis"),
        ],
        "birth": [
            _("tanggal lahir berbeda"),
            _("sebagian tanggal lahir sama"),
            _("tanggal lahir beda satu angka"),
            _("tanggal lahir sama"),
        ],
        "phone": [_("telepon berbeda"), _("telepon beda satu angka"), _("telepon sama")],
        "address": [_("alamat berbeda"), _("alamat agak mirip"), _("alamat mirip"), _("alamat sama")],
        "regency": [_("kabupaten/kota berbeda"), _("kabupaten/kota sama")],
        "birth_place": [
            _("tempat lahir berbeda"),
            _("tempat lahir agak mirip"),
            _("tempat lahir mirip"),
            _("tempat lahir sama"),
        ],
        "sex": [_("jenis kelamin berbeda"), ""],
    }
    return sentences[title][level]


def _fields(people: Sequence[Described]) -> list[Field]:
    def text(values: list[str]) -> np.ndarray[tuple[int], np.dtype[np.bytes_]]:
        return np.array([value.encode("ascii", "ignore")[:60] for value in values], dtype="S60")

    days = [int(f"{p.birth_date:%Y%m%d}") if p.birth_date else 0 for p in people]
    regencies = {code: place for place, code in enumerate(sorted({p.regency for p in people} - {""}), 1)}
    sexes = {"L": 1, "P": 2}
    return [
        Field("name", Kind.NAME, text([words(p.name) for p in people])),
        Field("birth", Kind.DAY, np.array(days, dtype=np.int64)),
        Field("phone", Kind.DIGITS, text([national_digits(p.phone) for p in people])),
        Field("address", Kind.TEXT, text([words(p.address) for p in people])),
        Field("regency", Kind.CODE, np.array([regencies.get(p.regency, 0) for p in people], dtype=np.int64)),
        Field("birth_place", Kind.TEXT, text([words(p.birth_place) for p in people])),
        Field("sex", Kind.CODE, np.array([sexes.get(p.sex, 0) for p in people], dtype=np.int64)),
    ]
