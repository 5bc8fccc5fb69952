"""The repair file and the blank roster, for those who would rather work in a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from titian.accounts.requests import UserRequest
from titian.planning.models import TrainingClass
from titian.rosters.actions.note_held_file import note_held_file
from titian.rosters.forms import BlankForm
from titian.rosters.queries.repair import class_info, held_rows_for_repair
from titian.rosters.views.doors import centres_of
from titian.rosters.writing import write_held, write_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LATEST_CLASSES = 500


@never_cache
@login_required
@require_safe
def held(request: UserRequest) -> HttpResponse:
    """The held rows of the user's centres as a file to fill in; the download is noted."""
    centres = centres_of(request)
    rows = held_rows_for_repair(centres, None)
    note_held_file(centres, len(rows), actor=request.user)
    with TemporaryDirectory(prefix="titian-") as folder:
        path = Path(folder) / "perbaikan.xlsx"
        write_held(path, rows)
        return _file(path)


@never_cache
@login_required
@require_safe
def blank(request: UserRequest) -> HttpResponse:
    """A blank roster of one class: choose it, then take the file."""
    centres = centres_of(request)
    known = (
        TrainingClass.objects.visible_to(request.user)
        .filter(centre__in=centres)
        .select_related("programme__field", "organiser", "fund")
        .order_by("-year", "code")[:LATEST_CLASSES]
    )
    classes = {str(one.pk): one for one in known}
    choices = [(pk, f"{one.year}: {one.code} {one.programme.name}") for pk, one in classes.items()]
    form = BlankForm(request.GET or None, classes=choices)
    if not form.is_valid():
        return render(
            request,
            "rosters/blank.html",
            {"form": form, "any": bool(classes)},
            status=400 if form.errors else 200,
        )
    chosen = classes[form.cleaned_data["training_class"]]
    with TemporaryDirectory(prefix="titian-") as folder:
        path = Path(folder) / f"roster-{slugify(chosen.code) or chosen.pk}-{chosen.year}.xlsx"
        write_template(path, class_info(chosen))
        return _file(path)


def _file(path: Path) -> HttpResponse:
    response = HttpResponse(path.read_bytes(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{path.name}"'
    return response
