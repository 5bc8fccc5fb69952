"""Reads a comparison out of an address; what cannot be asked becomes a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.accounts.models import User
from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.evaluation.actions import fold_touched
from titian.evaluation.forms import AsOfForm
from titian.evaluation.permissions import may_read_evaluation
from titian.evaluation.queries.compare import (
    COMPARABLE,
    CUT_BY_WORD,
    CUTS,
    UNKNOWN,
    Asked,
    Cut,
    Values,
    values_of,
    why_not_comparable,
)
from titian.evaluation.queries.readers import centres_known_to, readings_of, years_of_classes
from titian.network.models import Organisation

ROWS, FIGURES, AS_OF = "baris", "angka", "as_of"
MOST_FIGURES = 6
SHOWN = 40


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Slicing:
    """What the address asks for, what there is to choose, and what is wrong with it."""

    centre: Organisation
    year: int
    asked: Asked | None
    names: Values
    problems: list[str]
    parts: tuple[str, ...]  # the regencies a reader of a part is bound to
    query: str
    form: AsOfForm
    rows: list[Choice]
    figures: list[Choice]
    filters: list[tuple[Cut, list[Choice]]]


def sliced(request: UserRequest, centre_id: int, year: int, query: QueryDict | None = None) -> Slicing:
    """Find the centre (404, 403) and read the question, of the address unless another one is given."""
    centre = get_object_or_404(centres_known_to(request.user).distinct(), pk=centre_id)
    authorize(request, may_read_evaluation, centre)
    fold_touched()  # what may be chosen is read from the records too
    return _Reader(request.user, request.GET if query is None else query, centre, year).read()


class _Reader:
    """Collects what is wrong while it reads."""

    def __init__(self, user: User, get: QueryDict, centre: Organisation, year: int) -> None:
        self.get, self.centre, self.year = get, centre, year
        self.problems: list[str] = []
        self.readings = readings_of(user)

    def read(self) -> Slicing:
        rows = self._rows()
        codes = self._codes()
        offered = {pk: reading.centre_name for pk, reading in self.readings.items()}
        own = [self.centre.pk] if self.centre.pk in offered else []
        centres = [
            int(one)
            for one in self._chosen(CUT_BY_WORD["balai"], {str(pk): name for pk, name in offered.items()})
        ]
        centres = centres or (list(offered) if rows.word == "balai" else own)
        years_offered = years_of_classes(centres)
        years = [
            int(one) for one in self._chosen(CUT_BY_WORD["tahun"], {str(y): str(y) for y in years_offered})
        ]
        years = years or (years_offered if rows.word == "tahun" else [self.year])
        names = values_of(offered, years, tuple(centres))
        names["tahun"] = {str(one): str(one) for one in years_offered}
        kept = self._kept(names)
        form = self._as_of(min(years))
        asked = None
        if not own:
            self.problems.append(
                _("%(centre)s belum mempunyai paket yang dapat dibandingkan.") % {"centre": self.centre.name}
            )
        if not self.problems:
            on = form.cleaned_data["as_of"] if form.is_bound else None
            asked = Asked(rows, codes, tuple(centres), tuple(years), kept, on or timezone.localdate(), on)
            parts = [self.readings[pk] for pk in centres if not self.readings[pk].whole]
            if reason := why_not_comparable(asked, whole=not parts):
                self.problems.append(reason)
                asked = None
        bound = {name for pk in centres for name in self.readings[pk].regencies}
        chosen = {"balai": {str(pk) for pk in centres}, "tahun": {str(one) for one in years}}
        return Slicing(
            self.centre,
            self.year,
            asked,
            names,
            self.problems,
            tuple(sorted(bound)),
            self._query(),
            form,
            [Choice(cut.word, str(cut.title), cut == rows) for cut in CUTS],
            [Choice(row.code, str(row.name), row.code in codes) for row in COMPARABLE],
            [(cut, self._choices(cut, names, chosen.get(cut.word, set()))) for cut in CUTS],
        )

    def _rows(self) -> Cut:
        word = self.get.get(ROWS, "jalur")
        if word not in CUT_BY_WORD:
            self.problems.append(
                _("Baris “%(value)s” tidak dikenal. Pilih salah satu: %(known)s.")
                % {"value": word[:SHOWN], "known": ", ".join(CUT_BY_WORD)}
            )
        return CUT_BY_WORD.get(word, CUTS[0])

    def _codes(self) -> tuple[str, ...]:
        wanted = list(dict.fromkeys(self.get.getlist(FIGURES))) or ["passed"]
        known = {row.code for row in COMPARABLE}
        for code in wanted:
            if code not in known:
                self.problems.append(
                    _("Angka “%(value)s” tidak dikenal. Pilih dari daftar angka.") % {"value": code[:SHOWN]}
                )
        if len(wanted) > MOST_FIGURES:
            self.problems.append(
                _("Paling banyak %(n)d angka sekaligus agar tabelnya terbaca. Kurangi pilihan Anda.")
                % {"n": MOST_FIGURES}
            )
        return tuple(code for code in wanted if code in known)[:MOST_FIGURES]

    def _chosen(self, cut: Cut, names: dict[str, str]) -> list[str]:
        """Return the values asked for; one that is not offered is a problem."""
        chosen = []
        for value in dict.fromkeys(self.get.getlist(cut.word)):
            code = "" if value == UNKNOWN else value
            if code in names:
                chosen.append(code)
            elif value:
                self.problems.append(
                    _("“%(value)s” tidak ada pada saringan %(filter)s. Pilih dari daftar yang ada.")
                    % {"value": value[:SHOWN], "filter": str(cut.title).lower()}
                )
        return chosen

    def _kept(self, names: Values) -> tuple[tuple[str, tuple[str, ...]], ...]:
        chosen = ((cut, self._chosen(cut, names[cut.word])) for cut in CUTS[:-2])
        return tuple((cut.dimension, tuple(values)) for cut, values in chosen if values)

    def _as_of(self, first: int) -> AsOfForm:
        form = AsOfForm(self.get, year=first, today=timezone.localdate())
        if not form.is_valid():
            self.problems += [str(error) for errors in form.errors.values() for error in errors]
        return form

    def _choices(self, cut: Cut, names: Values, default: set[str]) -> list[Choice]:
        wanted = set(self.get.getlist(cut.word)) or default
        return [
            Choice(code or UNKNOWN, name if code else _("Belum didata"), (code or UNKNOWN) in wanted)
            for code, name in names[cut.word].items()
        ]

    def _query(self) -> str:
        return urlencode([(word, value) for word, value in _pairs(self.get) if value])


def _pairs(get: QueryDict) -> list[tuple[str, str]]:
    """Return what belongs to a comparison, in one order, so that equal questions have one address."""
    words = [ROWS, FIGURES, *CUT_BY_WORD, AS_OF]
    return [(word, str(value)) for word in words for value in get.getlist(word)]
