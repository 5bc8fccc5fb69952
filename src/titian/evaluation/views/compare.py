"""Slice and compare: every question is an address."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from titian.accounts.requests import UserRequest
from titian.core import formats
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.evaluation.actions.note_download import note_download
from titian.evaluation.actions.save_view import forget_view, save_view
from titian.evaluation.forms import SavedViewForm
from titian.evaluation.models import SavedView
from titian.evaluation.outputs import compared, wording
from titian.evaluation.outputs.charts.intervals import interval_mark
from titian.evaluation.outputs.document_data import table_data
from titian.evaluation.outputs.pdf import typeset
from titian.evaluation.outputs.tables.people import interval_note
from titian.evaluation.outputs.workbook import About, write_grids
from titian.evaluation.permissions import may_download_evaluation
from titian.evaluation.queries.compare import Comparison, compare
from titian.evaluation.views.sliced import Slicing, sliced
from titian.network.models import Organisation
from titian.network.queries import organisations_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@login_required
@require_safe
def page(request: UserRequest, centre_id: int, year: int) -> HttpResponse:
    """The comparison the address asks for."""
    slicing = sliced(request, centre_id, year)
    comparison = _compared(slicing)
    own = organisations_of(request.user, timezone.localdate())
    context = {
        "slicing": slicing,
        "comparison": comparison,
        "sections": _sections(comparison) if comparison else [],
        "title": compared.title(comparison) if comparison else _("Banding"),
        "counted": compared.counted(comparison) if comparison else "",
        "unit_name": wording.unit_name,
        "views": SavedView.objects.visible_to(request.user, own),
        "form": SavedViewForm(organisations=Organisation.objects.filter(pk__in=own)),
        "may_download": may_download_evaluation(request.user, slicing.centre),
        "said_part": _part(slicing),
    }
    return render(request, "evaluation/compare.html", context, status=400 if slicing.problems else 200)


@login_required
@require_POST
def save(request: UserRequest, centre_id: int, year: int) -> HttpResponse:
    """Keep the question of an address by a name."""
    slicing = sliced(request, centre_id, year, QueryDict(request.POST.get("query", "")))
    own = organisations_of(request.user, timezone.localdate())
    form = SavedViewForm(request.POST, organisations=Organisation.objects.filter(pk__in=own))
    if slicing.problems or not form.is_valid():
        errors = [str(error) for held in form.errors.values() for error in held]
        messages.error(request, " ".join([*slicing.problems, *errors]))
    else:
        try:
            save_view(
                form.cleaned_data["name"],
                slicing.query,
                organisation=form.cleaned_data["organisation"],
                actor=request.user,
            )
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Tampilan disimpan."))
    address = reverse("evaluation:compare", args=[centre_id, year])
    return redirect(f"{address}?{slicing.query}" if slicing.query else address)


@login_required
@require_POST
def forget(request: UserRequest, centre_id: int, year: int, view_id: int) -> HttpResponse:
    own = organisations_of(request.user, timezone.localdate())
    view = get_object_or_404(SavedView.objects.visible_to(request.user, own), pk=view_id)
    forget_view(view, actor=request.user)
    messages.success(request, _("Tampilan dihapus."))
    return redirect("evaluation:compare", centre_id, year)


@never_cache
@login_required
@require_safe
def workbook(request: UserRequest, centre_id: int, year: int) -> HttpResponse:
    return _file(request, centre_id, year, "xlsx")


@never_cache
@login_required
@require_safe
def pdf(request: UserRequest, centre_id: int, year: int) -> HttpResponse:
    return _file(request, centre_id, year, "pdf")


@never_cache
@login_required
@require_safe
def data(request: UserRequest, centre_id: int, year: int) -> HttpResponse:
    return _file(request, centre_id, year, "json")


def _compared(slicing: Slicing) -> Comparison | None:
    return None if slicing.asked is None else compare(slicing.asked, slicing.names)


def _sections(comparison: Comparison) -> list[dict[str, Any]]:
    """Return, for each figure, its answer, its meaning and a row a value with the interval drawn."""
    whole = comparison.whole
    sections = []
    for place, code in enumerate(comparison.asked.codes):
        definition = next(row for row in comparison.definitions if row.code == code)
        together = whole.figures[place] if whole else None
        lines = [*comparison.lines, *([whole] if whole else [])]
        rows = [
            {
                "name": line.name,
                "people": line.people,
                "read": wording.in_cell(line.figures[place]),
                "mark": interval_mark(line.figures[place], together),
                "stands": compared.against_whole(line.figures[place], together)
                if together and line is not whole
                else "",
                "whole": line is whole,
            }
            for line in lines
        ]
        sections.append(
            {
                "definition": definition,
                "answer": compared.answer(comparison, code),
                "rows": rows,
                "map": compared.map_of(comparison, place),
                "drawn": any(row["mark"] for row in rows),
            }
        )
    return sections


def _part(slicing: Slicing) -> str:
    if not slicing.parts:
        return ""
    return _(
        "Anda membaca hanya peserta yang berdomisili di %(regencies)s; yang lain tidak dihitung di sini."
    ) % {"regencies": ", ".join(slicing.parts)}


def _file(request: UserRequest, centre_id: int, year: int, kind: str) -> HttpResponse:
    slicing = sliced(request, centre_id, year)
    centre = slicing.centre
    authorize(request, may_download_evaluation, centre)
    comparison = _compared(slicing)
    if comparison is None:
        context = {"slicing": slicing, "title": _("Banding")}
        return render(request, "evaluation/compare_refused.html", context, status=400)
    made = {"xlsx": _xlsx, "pdf": _pdf, "json": _json}[kind](slicing, comparison)
    note_download(
        centre,
        year,
        as_of=slicing.form.cleaned_data["as_of"],
        kind=kind,
        whole=not slicing.parts,
        actor=request.user,
        query=slicing.query,
    )
    types = {"xlsx": XLSX, "pdf": "application/pdf", "json": "application/json"}
    name = f"banding-{slugify(centre.name)}-{year}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type=types[kind], headers=headers)


def _lines(slicing: Slicing, comparison: Comparison) -> list[str]:
    """Return what one must know before the table: what it is narrowed to, and the answers."""
    kept = [
        f"{cut.title}: {', '.join(choice.label for choice in choices if choice.chosen)}"
        for cut, choices in slicing.filters
        if any(choice.chosen for choice in choices)
    ]
    answers = [compared.answer(comparison, code) for code in comparison.asked.codes]
    return [line for line in (_part(slicing), compared.counted(comparison), *kept, *answers) if line]


def _as_of(comparison: Comparison) -> str:
    return _("Keadaan per %(day)s") % {"day": formats.day(comparison.asked.on)}


def _xlsx(slicing: Slicing, comparison: Comparison) -> bytes:
    today = timezone.localdate()
    about = About(
        slicing.centre.name,
        str(slicing.year),
        _as_of(comparison),
        _("Belum diterbitkan"),
        today,
        _("RANCANGAN"),
    )
    grid = compared.grid(comparison)
    return write_grids(compared.title(comparison), about, _lines(slicing, comparison), [(_("Banding"), grid)])


def _pdf(slicing: Slicing, comparison: Comparison) -> bytes:
    section = {
        "title": compared.title(comparison),
        "lead": interval_note(),
        "wide": True,
        "small": False,
        "pictures": [],
        "tables": [table_data(compared.grid(comparison))],
    }
    return typeset(
        {
            "language": (get_language() or "id")[:2],
            "title": _("Banding %(year)s") % {"year": slicing.year},
            "centre": slicing.centre.name,
            "letterhead": {"lines": [slicing.centre.name], "address": ""},
            "facts": [[_("Keadaan per tanggal"), formats.day(comparison.asked.on)]],
            "summary": _lines(slicing, comparison),
            "notes": [],
            "notes_title": "",
            "sections": [section],
            "annexes": [],
            "signature": None,
            "footer": _("Belum diterbitkan"),
            "fingerprint": "",
            "watermark": _("RANCANGAN"),
            "page": _("Halaman"),
            "page_of": _("dari"),
            "as_of": _as_of(comparison),
        }
    )


def _json(slicing: Slicing, comparison: Comparison) -> bytes:
    about = {"centre": slicing.centre.name, "year": slicing.year, "part_of": list(slicing.parts)}
    told = compared.as_data(comparison, about=about)
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
