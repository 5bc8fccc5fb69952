"""A class whose title could not be read: said once, for all its rows."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.rosters.actions.repair_class import ClassTitle, RepairedClass, repair_class
from titian.rosters.forms import ClassTitleForm
from titian.rosters.models import LoadedSheet, StagedRow
from titian.rosters.permissions import may_load_rosters
from titian.rosters.reading.verdicts import sentence
from titian.rosters.rules import class_faults

NAMED = 8


@never_cache
@login_required
def page(request: UserRequest, sheet_id: int) -> HttpResponse:
    """Show what is missing over a class and who waits for it; once said, all its rows are judged."""
    seen = StagedRow.objects.visible_to(request.user).waiting_for_repair()
    sheet = get_object_or_404(
        LoadedSheet.objects.filter(pk__in=seen.values("sheet")).select_related("file__load__centre"),
        pk=sheet_id,
    )
    authorize(request, may_load_rosters, sheet.file.load.centre)
    faults = class_faults(sheet)
    if not faults:
        return redirect("rosters:queue")
    form = ClassTitleForm(
        request.POST if request.method == "POST" else None,
        initial={
            "package": sheet.package,
            "programme": sheet.programme,
            "starts_on": sheet.starts_on,
            "ends_on": sheet.ends_on,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            done = repair_class(sheet, ClassTitle(**form.cleaned_data), actor=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            _tell(request, done)
            return redirect("rosters:queue")
    rows = seen.filter(sheet=sheet).order_by("line")
    ids = list(rows.values_list("pk", flat=True))
    context = {
        "sheet": sheet,
        "form": form,
        "reasons": [sentence(code, problem) for code, problem in _told(sheet) if code in faults],
        "waiting": len(ids),
        "names": [row.name or _("tanpa nama") for row in rows[:NAMED]],
        "skip": f"{reverse('rosters:queue')}?sesudah={ids[-1]}",
    }
    return render(request, "rosters/repair_class.html", context, status=422 if form.errors else 200)


def _told(sheet: LoadedSheet) -> list[tuple[str, dict[str, object]]]:
    return [(problem["code"], problem) for problem in sheet.problems]


def _tell(request: UserRequest, done: RepairedClass) -> None:
    if done.accepted:
        accepted = ngettext(
            "%(n)d peserta paket itu diterima dan tercatat.", "%(n)d peserta paket itu diterima dan tercatat.",
            done.accepted,
        )  # fmt: skip
        messages.success(request, accepted % {"n": done.accepted})
    if done.held:
        held = ngettext(
            "%(n)d baris masih ditahan karena isiannya sendiri; perbaiki satu per satu.",
            "%(n)d baris masih ditahan karena isiannya sendiri; perbaiki satu per satu.",
            done.held,
        )
        messages.warning(request, held % {"n": done.held})
