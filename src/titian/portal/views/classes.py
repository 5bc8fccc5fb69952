from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from titian.accounts.requests import UserRequest
from titian.admissions.queries.accepted import accepted_people
from titian.core.doors import authorize
from titian.core.text import plain_cell
from titian.people.models import Setting
from titian.people.permissions import may_open_records
from titian.people.support import support_at
from titian.planning.models import TrainingClass
from titian.planning.permissions import may_change_class_roles, may_keep_class, may_open_classes
from titian.planning.queries import is_open_for_application
from titian.portal.class_files import title_of, write_certificates, write_participants
from titian.portal.forms import ClassFilterForm
from titian.portal.queries.classes import (
    classes_for,
    lines_at,
    organisers_of,
    participants_of,
    participants_seen,
    totals_of,
    with_names,
    years_of,
)
from titian.rosters.writing.template import write_template
from titian.training.permissions import may_enrol_accepted, may_read_support, may_state_results

PAGE_ROWS = 25
SECTIONS = ("peserta", "hasil", "perlindungan", "penempatan", "berkas")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@login_required
def listing(request: UserRequest) -> HttpResponse:
    """The classes a user may see; the filters are in the address."""
    authorize(request, may_open_records)
    form = _filters(request)
    found = classes_for(request.user, form.asked()).values_list("pk", flat=True)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("halaman"))
    rows = lines_at(page)
    people = participants_seen(request.user, [row.pk for row in rows])
    return render(
        request,
        "portal/classes.html",
        {
            "page": page,
            "rows": rows,
            "form": form,
            "people": people,
            "page_address": _address(request.GET),
            "query": request.GET.urlencode(),
            "may_open": may_open_classes(request.user),
        },
    )


@never_cache
@login_required
def export(request: UserRequest) -> HttpResponse:
    """The same list as a file."""
    authorize(request, may_open_records)
    form = _filters(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="paket.csv"'
    response.write("\ufeff")
    lines = csv.writer(response)
    lines.writerow(
        [_("Tahun"), _("Kode paket"), _("Program"), _("Penyelenggara"), _("Jalur"), _("Mulai"), _("Selesai")]
    )
    for row in with_names(classes_for(request.user, form.asked())):
        cells = [row.code, row.programme.name, row.organiser.name, str(row.channel)]
        lines.writerow(
            [row.year, *map(plain_cell, cells), row.starts_on.isoformat(), row.ends_on.isoformat()]
        )
    return response


@never_cache
@login_required
def page(request: UserRequest, class_id: int) -> HttpResponse:
    """One class: who takes part, results, cover, what became of them, and its documents."""
    training_class = find_class(request, class_id)
    authorize(request, may_open_records)
    lines = participants_of(training_class, request.user)
    asked = request.GET.get("bagian", "")
    may_keep = may_keep_class(request.user, training_class)
    may_enrol = may_enrol_accepted(request.user, training_class)
    return render(
        request,
        "portal/class.html",
        {
            "class": training_class,
            "lines": lines,
            "totals": totals_of(lines),
            "section": asked if asked in SECTIONS else SECTIONS[0],
            "sections": section_names(),
            "roles": list(training_class.roles.select_related("organisation").order_by("part", "period")),
            "may_change_roles": may_change_class_roles(request.user, training_class),
            "support": support_at(Setting.TRAINING, [line.enrolment.person_id for line in lines])
            if may_read_support(request.user, training_class)
            else [],
            "may_keep": may_keep,
            "accepted": len(accepted_people(training_class) - {line.enrolment.person_id for line in lines})
            if may_enrol
            else 0,
            "centre_enrols": may_keep and not may_enrol and is_open_for_application(training_class),
            "may_state_results": may_keep or may_state_results(request.user, training_class),
        },
    )


@never_cache
@login_required
def roster(request: UserRequest, class_id: int, kind: str) -> HttpResponse:
    """The documents a class can give: a blank roster, a filled one, the list of certificates."""
    training_class = find_class(request, class_id)
    authorize(request, may_open_records)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "daftar.xlsx"
        if kind == "kosong":
            write_template(path, title_of(training_class))
        else:
            lines = participants_of(training_class, request.user)
            (write_participants if kind == "peserta" else write_certificates)(path, training_class, lines)
        content = path.read_bytes()
    response = HttpResponse(content, content_type=XLSX)
    name = f"{slugify(training_class.code)}-{kind}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def find_class(request: UserRequest, class_id: int) -> TrainingClass:
    classes = TrainingClass.objects.visible_to(request.user).select_related(
        "programme__field", "organiser", "centre", "venue", "channel", "fund", "source__sheet"
    )
    return get_object_or_404(classes, pk=class_id)


def section_names() -> list[tuple[str, str]]:
    words = [_("Peserta"), _("Hasil"), _("Perlindungan"), _("Penempatan"), _("Berkas")]
    return list(zip(SECTIONS, words, strict=True))


def _filters(request: UserRequest) -> ClassFilterForm:
    user = request.user
    organisers = organisers_of(user, request.GET.get("penyelenggara", ""))
    return ClassFilterForm(request.GET, years=years_of(user), organisers=organisers)


def _address(query: QueryDict) -> Callable[[int], str]:
    def address(number: int) -> str:
        asked = query.copy()
        asked["halaman"] = str(number)
        return f"?{asked.urlencode()}"

    return address
