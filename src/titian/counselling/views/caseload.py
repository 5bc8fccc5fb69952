from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.counselling.permissions import may_counsel
from titian.counselling.queries.caseload import COUNTED, MOTIVES, PAGE, cases, counts
from titian.counselling.queries.screens import offices_of


@never_cache
@login_required
@require_safe
def page(request: UserRequest) -> HttpResponse:
    """Whose case needs somebody now: the reason, the harm of waiting, the way in."""
    authorize(request, may_counsel)
    offices = [one.pk for one in offices_of(request.user)]
    today = timezone.localdate()
    motive = request.GET.get("alasan", "")
    motive = motive if motive in {one.code for one in MOTIVES} else ""
    number = _page_number(request)
    found = cases(offices, today, motive=motive, page=number)
    tallied = counts(offices, today)
    return render(
        request,
        "counselling/caseload.html",
        {
            "cases": found[:PAGE],
            "more": len(found) > PAGE,
            "number": number,
            "motives": MOTIVES,
            "counts": {code: f"{COUNTED}+" if n > COUNTED else str(n) for code, n in tallied.items()},
            "motive": motive,
            "today": today,
            "address": lambda **told: _address(**told),
        },
    )


@login_required
@require_safe
def following(request: UserRequest) -> HttpResponse:
    """Open the next card by itself, in the order of the list it came from."""
    authorize(request, may_counsel)
    motive = request.GET.get("alasan", "")
    done = request.GET.get("sesudah", "")
    found = cases([one.pk for one in offices_of(request.user)], timezone.localdate(), motive=motive)
    ahead = [one for one in found if str(one.person_id) != done]
    if not ahead:
        messages.success(request, _("Tidak ada lagi yang menunggu di daftar ini."))
        return redirect(_address(alasan=motive))
    query = f"?{urlencode({'alasan': motive})}" if motive else "?alasan="
    return redirect(reverse("counselling:case", args=[ahead[0].person_id]) + query)


def _page_number(request: UserRequest) -> int:
    told = request.GET.get("halaman", "1")
    return min(max(int(told), 1), 40) if told.isdecimal() and len(told) < 5 else 1


def _address(**told: object) -> str:
    kept = {name: value for name, value in told.items() if value}
    return reverse("counselling:caseload") + (f"?{urlencode(kept)}" if kept else "")
