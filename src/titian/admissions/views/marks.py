from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from titian.accounts.requests import UserRequest
from titian.admissions.actions.judge import rate
from titian.admissions.models import Choice, Exam, RoundClass
from titian.admissions.permissions import may_rate
from titian.admissions.queries.marks import Sheet, read_sheet, sheet_of
from titian.admissions.views.rounds import find_round
from titian.core.doors import authorize
from titian.core.errors import DomainError


@never_cache
@login_required
def grid(request: UserRequest, round_id: int) -> HttpResponse:
    """The marks of one test in one class, those of the asking rater only; or many at once, pasted from a sheet."""
    admission_round = find_round(request, round_id)
    authorize(request, may_rate, admission_round)
    classes = list(
        admission_round.classes.select_related("opening__training_class__programme").order_by("position")
    )
    if not classes:
        raise Http404
    asked = request.GET.get("paket", "")
    one = next((c for c in classes if str(c.pk) == asked), classes[0])
    test = request.GET.get("tes", "")
    test = test if test in Exam.values else str(Exam.WRITTEN)
    sheet = sheet_of(one, test, request.user)
    said: dict[int, str] = {}
    complaints: list[str] = []
    if request.method == "POST":
        pasted = request.POST.get("tempel", "").strip()
        if pasted:
            said, complaints = read_sheet(pasted, sheet)
        else:
            said = {line.choice.pk: request.POST.get(f"nilai_{line.choice.pk}", "") for line in sheet.lines}
        complaints += _save(request, one, test, sheet, said) if not complaints else []
        if not complaints:
            messages.success(request, _("Nilai tersimpan."))
            return redirect(f"{request.path}?paket={one.pk}&tes={test}")
    context = {
        "round": admission_round,
        "classes": classes,
        "one": one,
        "test": test,
        "tests": Exam.choices,
        "sheet": sheet,
        "said": said,
        "complaints": complaints,
    }
    return render(request, "admissions/marks.html", context, status=422 if complaints else 200)


def _save(request: UserRequest, one: RoundClass, test: str, sheet: Sheet, said: dict[int, str]) -> list[str]:
    """Write every mark that changed; what cannot be a mark is complained about and nothing is written."""
    wanted: list[tuple[Choice, int | None]] = []
    complaints = []
    for line in sheet.lines:
        words = said.get(line.choice.pk, "").strip().lower()
        if words == line.shown or not words:
            continue
        if words in ("x", "absen", "tidak hadir"):
            wanted.append((line.choice, None))
        elif words.isdecimal() and int(words) <= 100:
            wanted.append((line.choice, int(words)))
        else:
            complaints.append(
                _("%(number)s: “%(words)s” bukan nilai. Isi 0 sampai 100, atau x bila tidak hadir.")
                % {"number": line.choice.application.number, "words": words[:20]}
            )
    if complaints:
        return complaints
    for choice, mark in wanted:
        try:
            rate(choice, test, mark, actor=request.user)
        except DomainError as error:
            complaints.append(f"{choice.application.number}: {error.message}")
    return complaints
