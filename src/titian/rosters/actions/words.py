"""Teach the reader words: those of the repository for all, those of a centre once corrected."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.core.errors import DomainError
from titian.journal.models import Entry
from titian.network.models import Organisation
from titian.rosters.models import HeadingWord, ValueWord
from titian.rosters.reading.vocabulary import HEADING_FILE, VALUE_FILE, heading_key, word_key
from titian.rosters.reading.workbook import FIELDS

LONGEST_HEADING = 120


@transaction.atomic
def load_words(actor: User) -> tuple[int, int]:
    """Load the words for all; return how many headings and values changed. Loading twice changes nothing."""
    headings = {heading_key(row["text"]): row["field"] for row in _rows(HEADING_FILE)}
    values = {(row["kind"], word_key(row["text"])): row["value"] for row in _rows(VALUE_FILE)}
    changed = _load_headings(headings), _load_values(values)
    if any(changed):
        Entry.write(actor, "load_words", "rosters.words", headings=changed[0], values=changed[1])
    return changed


def _load_headings(wanted: dict[str, str]) -> int:
    known = {word.text_key: word for word in HeadingWord.objects.filter(centre=None)}
    new = [HeadingWord(text_key=text, field=name) for text, name in wanted.items() if text not in known]
    changed = []
    for text, word in known.items():
        if text in wanted and word.field != wanted[text]:
            word.field = wanted[text]
            changed.append(word)
    gone = [word.pk for text, word in known.items() if text not in wanted]
    HeadingWord.objects.bulk_create(new)
    HeadingWord.objects.bulk_update(changed, ["field"])
    HeadingWord.objects.filter(pk__in=gone).delete()
    return len(new) + len(changed) + len(gone)


def _load_values(wanted: dict[tuple[str, str], str]) -> int:
    known = {(word.kind, word.text_key): word for word in ValueWord.objects.filter(centre=None)}
    new = [
        ValueWord(kind=kind, text_key=text, value=value)
        for (kind, text), value in wanted.items()
        if (kind, text) not in known
    ]
    changed = []
    for name, word in known.items():
        if name in wanted and word.value != wanted[name]:
            word.value = wanted[name]
            changed.append(word)
    gone = [word.pk for name, word in known.items() if name not in wanted]
    ValueWord.objects.bulk_create(new)
    ValueWord.objects.bulk_update(changed, ["value"])
    ValueWord.objects.filter(pk__in=gone).delete()
    return len(new) + len(changed) + len(gone)


@transaction.atomic
def remember_heading(centre: Organisation, heading: str, field: str, actor: User) -> HeadingWord:
    """Remember what a heading means in the rosters of this centre ('-': its column is left out)."""
    if field not in FIELDS:
        raise DomainError(_("Data %(field)s tidak dikenal.") % {"field": field}, code="field_unknown")
    text = heading_key(heading)
    if not text:
        raise DomainError(_("Judul kolom kosong tidak dapat diingat."), code="heading_empty")
    if len(text) > LONGEST_HEADING:
        raise DomainError(
            _("Judul kolom lebih dari %(most)d huruf tidak dapat diingat. Pendekkan judulnya di berkas.")
            % {"most": LONGEST_HEADING},
            code="heading_too_long",
        )
    word, _created = HeadingWord.objects.update_or_create(
        centre=centre, text_key=text, defaults={"field": field}
    )
    Entry.write(actor, "remember_heading", word, centre=centre.pk, heading=text, field=field)
    return word


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)
