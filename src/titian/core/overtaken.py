"""Two officers edit one record: who saves second is shown both and decides field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple, TypeVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import BoundField
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from titian.core import formats
from titian.core.fingerprint import fingerprint

MINE, THEIRS = "saya", "tersimpan"
Record = TypeVar("Record", bound=models.Model)


class Comparison(NamedTuple):
    """One field of which two values are known; `choice` names the radio, `chosen` is what was decided so far."""

    field: BoundField
    choice: str
    mine: str
    theirs: str
    chosen: str


class ComparedForm(forms.Form):
    """A form filled from a record; its `initial` is what is on record now, read while the record is held.

    The page carries a fingerprint of each value it was filled with. When one of them is no longer what is on record
    and the sender changed something, nothing is valid until each field that differs was decided.
    """

    uncompared: tuple[str, ...] = ()  # fields that say something of this change, not of the record
    comparisons: list[Comparison]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.comparisons = []

    @property
    def version_name(self) -> str:
        return self.add_prefix("versi")

    @property
    def version(self) -> str:
        """Return a fingerprint of each value on record, as the page carries it back."""
        return self.version_of(self.initial)

    def version_of(self, values: Mapping[str, Any]) -> str:
        """Return the version of a page that was filled with these values."""
        return " ".join(f"{name}:{value}" for name, value in self._fingerprints(values).items())

    @property
    def unchanged(self) -> list[str]:
        """Return the fields that say, as sent or as decided, what is on record already."""
        return [name for name, value in self._on_record().items() if self._fingerprint_sent(name) == value]

    @property
    def whole_name(self) -> str:
        return self.add_prefix("pilih")

    @property
    def asked_name(self) -> str:
        return self.add_prefix("banding")

    @property
    def was_shown(self) -> bool:
        """Whether the page that was sent held this form at all."""
        return self.version_name in self.data

    def full_clean(self) -> None:
        undecided = self._settle() if self.is_bound else []
        super().full_clean()
        if undecided:
            self.add_error(None, undecided[0])

    def _settle(self) -> list[str]:
        """Put what was decided in the place of what was sent; return why nothing can be saved yet."""
        self.comparisons = []
        seen, now = self._seen(), self._on_record()
        mine = {name: self._sent(name) for name in now}
        asked = set(_listed(self.data, self.asked_name)) & now.keys()
        moved = {name for name in now if seen[name] != now[name]}
        touched = {name for name in now if fingerprint([mine[name]]) != seen[name]}
        differing = [name for name in now if fingerprint([mine[name]]) != now[name]]
        if not moved and not asked:
            return []
        if moved and not touched:
            self._take(now)
            return []
        chosen = {name: self._chosen(name, name in touched, name in moved) for name in differing}
        if not moved:
            if all(chosen[name] for name in asked & chosen.keys()):
                self._take(name for name in asked & chosen.keys() if chosen[name] == THEIRS)
                return []
            self._show([name for name in differing if name in asked], mine, chosen)
            return [_("Pilih isian mana yang dipakai untuk setiap data yang berbeda.")]
        if not differing:
            return []
        self._show(differing, mine, chosen)
        return [_("Belum ada yang disimpan: catatan ini berubah sementara Anda mengisinya.")]

    def _chosen(self, name: str, touched: bool, moved: bool) -> str:
        """Return what was decided; before that, the side that changed the field where only one did."""
        said = self.data.get(self.whole_name) or self.data.get(self._choice(name)) or ""
        if said in (MINE, THEIRS):
            return str(said)
        if name in _listed(self.data, self.asked_name) or touched == moved:
            return ""
        return MINE if touched else THEIRS

    def _show(self, names: Iterable[str], mine: dict[str, str], chosen: dict[str, str]) -> None:
        self.comparisons = [
            Comparison(
                self[name],
                self._choice(name),
                _words(self.fields[name], mine[name]),
                _words(self.fields[name], self._stored(name)),
                chosen[name],
            )
            for name in names
        ]

    def _take(self, names: Iterable[str]) -> None:
        """Put what is on record in the place of what was sent."""
        data = cast(QueryDict, self.data).copy()
        for name in names:
            field, plain = self.fields[name], self._stored(name)
            values = plain.split(PAUSE) if isinstance(field, forms.MultipleChoiceField) else [plain]
            data.setlist(self.add_prefix(name), [value for value in values if value])
        self.data = data

    def _choice(self, name: str) -> str:
        return self.add_prefix(f"pilih-{name}")

    def _seen(self) -> dict[str, str]:
        """Return what the page was filled with; a page that does not say it was filled with nothing."""
        told = str(self.data.get(self.version_name, ""))
        pairs = dict(pair.split(":", 1) for pair in told.split() if ":" in pair)
        blank = fingerprint([""])
        return {name: pairs.get(name, blank) for name in self._compared()}

    def _on_record(self) -> dict[str, str]:
        return self._fingerprints(self.initial)

    def _fingerprints(self, values: Mapping[str, Any]) -> dict[str, str]:
        return {
            name: fingerprint([_plain(self.fields[name].prepare_value(values.get(name)))])
            for name in self._compared()
        }

    def _compared(self) -> list[str]:
        return [name for name in self.fields if name not in self.uncompared]

    def _stored(self, name: str) -> str:
        field = self.fields[name]
        return _plain(field.prepare_value(self.initial.get(name)))

    def _fingerprint_sent(self, name: str) -> str:
        return fingerprint([self._sent(name)])

    def _sent(self, name: str) -> str:
        field = self.fields[name]
        raw = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        if isinstance(field, forms.ChoiceField):
            return _plain(raw)
        try:
            return _plain(field.clean(raw))
        except ValidationError:
            return _plain(raw)


def hold(record: Record, request: HttpRequest) -> Record:
    """While a form is saved, let nobody else write its record until the request ends; return it as it is now."""
    if request.method != "POST":
        return record
    held = type(record)._default_manager.select_for_update(of=("self",), no_key=True)
    return held.get(pk=record.pk)


PAUSE = "\x1e"


def _listed(data: Any, name: str) -> list[str]:
    return list(data.getlist(name)) if isinstance(data, QueryDict) else []


def _plain(value: Any) -> str:
    """Return a value as one comparable text, whether it comes from a record or from a page."""
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, models.QuerySet)):
        return PAUSE.join(sorted(_plain(one) for one in value))
    return str(value).replace("\r\n", "\n").strip()


def _words(field: forms.Field, plain: str) -> str:
    """Return a value as a reader knows it."""
    if isinstance(field, forms.BooleanField):
        return _("ya") if plain else _("tidak")
    if not plain and not isinstance(field, forms.ChoiceField):
        return _("kosong")
    if isinstance(field, forms.ChoiceField):
        names = {str(value): str(label) for value, label in _flat(field.choices)}
        return ", ".join(names.get(one, one) for one in plain.split(PAUSE)) or _("kosong")
    if isinstance(field, forms.DateField):
        try:
            return formats.day(date.fromisoformat(plain))
        except ValueError:
            return plain
    return plain


def _flat(choices: Any) -> Iterable[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield value, label
