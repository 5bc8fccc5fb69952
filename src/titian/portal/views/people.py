from __future__ import annotations

import csv
from dataclasses import asdict

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.text import plain_cell
from titian.journal.exports import ASKED
from titian.people.models import Sex
from titian.people.permissions import may_open_records
from titian.portal.forms import PeopleFilterForm
from titian.portal.queries.people import choices_for, people_page, people_to_export


@never_cache
@login_required
def listing(request: UserRequest) -> HttpResponse:
    """The people a user may see, fifty a page; the filters are in the address, names are not."""
    authorize(request, may_open_records)
    form = _filters(request)
    after = request.GET.get("setelah", "")
    page = people_page(
        request.user, form.asked(), timezone.localdate(), after=int(after) if after.isdecimal() else None
    )
    filters = request.GET.copy()
    filters.pop("setelah", None)
    further = filters.copy()
    further["setelah"] = str(page.next_after)
    return render(
        request,
        "portal/people.html",
        {
            "page": page,
            "sexes": {value: str(label) for value, label in Sex.choices},  # fifty rows say them
            "form": form,
            "query": filters.urlencode(),
            "is_first": not after,
            "next_query": further.urlencode() if page.next_after else "",
        },
    )


@never_cache
@login_required
def export(request: UserRequest) -> HttpResponse:
    """The same list as a file, without national numbers; the journal keeps who took it."""
    authorize(request, may_open_records)
    asked = _filters(request).asked()
    lines = people_to_export(request.user, asked, timezone.localdate())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    setattr(response, ASKED, asdict(asked))
    response["Content-Disposition"] = 'attachment; filename="orang.csv"'
    response.write("\ufeff")
    sheet = csv.writer(response)
    sheet.writerow(
        [
            _("Nama"), _("Jenis kelamin"), _("Tahun lahir"), _("Domisili"), _("Pendidikan terakhir"),
            _("Pelatihan terakhir"), _("Tahun"),
        ]
    )  # fmt: skip
    for line in lines:
        words = [line.name, line.sex, str(line.birth_year), line.regency, line.education, line.programme]
        sheet.writerow([*map(plain_cell, words), line.year or ""])
    return response


def _filters(request: UserRequest) -> PeopleFilterForm:
    places, levels = choices_for(request.user)
    return PeopleFilterForm(request.GET, places=places, levels=levels)
