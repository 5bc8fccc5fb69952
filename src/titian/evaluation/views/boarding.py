from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.evaluation.actions import fold_touched
from titian.evaluation.outputs import boarding
from titian.evaluation.permissions import may_read_boarding
from titian.evaluation.queries.boarding import BoardingReport, boarding_centres, boarding_report
from titian.evaluation.views.files import XLSX
from titian.network.models import Organisation
from titian.network.reach import reach_of
from titian.standards.models import Region

NAMED = 3


@never_cache
@login_required
@require_safe
def page(request: UserRequest) -> HttpResponse:
    """Boarding training by year and origin, over everybody the asking user reads; `balai` narrows to one centre."""
    report, centres = _asked(request)
    context = {
        "lead": boarding.lead(report),
        "part": _part(request, report),
        "grids": [grid.for_readers() for _name, grid in boarding.grids(report)],
        "notes": boarding.reading_notes(),
        "report": report,
        "centres": centres,
    }
    return render(request, "evaluation/boarding.html", context)


@never_cache
@login_required
@require_safe
def workbook(request: UserRequest) -> HttpResponse:
    """The same as a spreadsheet; the door of exports counts, notes and marks it."""
    report, _centres = _asked(request)
    made = boarding.write_boarding(report, part=_part(request, report), made_on=timezone.localdate())
    name = f"asrama-{report.as_of.isoformat()}.xlsx"
    return HttpResponse(
        made, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _asked(request: UserRequest) -> tuple[BoardingReport, list[Organisation]]:
    authorize(request, may_read_boarding)
    fold_touched()
    centres = boarding_centres(request.user)
    wanted = request.GET.get("balai", "")
    centre = next((one for one in centres if str(one.pk) == wanted), None)
    if wanted and centre is None:
        raise Http404
    return boarding_report(request.user, as_of=timezone.localdate(), centre=centre), centres


def _part(request: UserRequest, report: BoardingReport) -> str:
    """Return whose people are counted, in words."""
    if report.centre:
        return report.centre.name
    reach = reach_of(request.user)
    if reach.sees_all:
        return _("Semua balai")
    if not reach.regions:
        return _("Balai yang Anda layani")
    names = list(
        Region.objects.filter(code__in=reach.regions[: NAMED + 1])
        .order_by("code")
        .values_list("name", flat=True)
    )
    told = ", ".join(names[:NAMED])
    more = len(reach.regions) - NAMED
    return _("%(regencies)s dan %(n)d lainnya") % {"regencies": told, "n": more} if more > 0 else told
