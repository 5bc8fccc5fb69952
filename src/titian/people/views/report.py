"""The IPK III reports of an office, on screen and as a sheet."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter
from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from titian.accounts.requests import UserRequest
from titian.core import formats
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.network.models import Organisation
from titian.people.forms import RegisterReportForm
from titian.people.ipk import Cell, Register, month_of, register_of
from titian.people.permissions import may_serve_counter
from titian.people.queries import counter_offices

ROWS_OF = {
    "III/1": gettext_lazy("Umur"),
    "III/2": gettext_lazy("Pendidikan"),
    "III/3": gettext_lazy("Jabatan"),
    "III/7": gettext_lazy("Tahun sejak lulus dan pendidikan"),
}
PARTS = ("start", "registered", "placed", "removed", "left")


@never_cache
@login_required
def page(request: UserRequest) -> HttpResponse:
    """One report of one month; the filters are the address."""
    authorize(request, may_serve_counter)
    form, offices = _asked(request)
    report, refusal = None, ""
    try:
        report = _counted(form, offices)
    except DomainError as error:
        refusal = error.message
    return render(
        request,
        "people/report.html",
        {
            "form": form,
            "report": report,
            "refusal": refusal,
            "heads": _heads(),
            "rows_of": str(ROWS_OF[report.form]) if report else "",
        },
    )


@never_cache
@login_required
def sheet(request: UserRequest) -> HttpResponse:
    """The same report as xlsx."""
    authorize(request, may_serve_counter)
    form, offices = _asked(request)
    try:
        report = _counted(form, offices)
    except DomainError as error:
        return HttpResponse(error.message, status=409, content_type="text/plain; charset=utf-8")
    response = HttpResponse(
        _sheet(report), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    name = f"ipk-{report.form.replace('/', '-')}-{report.begins:%Y-%m}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(request: UserRequest) -> tuple[forms.Form, list[Organisation]]:
    today = timezone.localdate()
    given = request.GET if {"bentuk", "tahun", "bulan"} <= set(request.GET) else None
    form = RegisterReportForm(given, initial={"bentuk": "III/1", "tahun": today.year, "bulan": today.month})
    return form, counter_offices(request.user)


def _counted(form: forms.Form, offices: list[Organisation]) -> Register:
    said = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    begins, ends = month_of(int(said["tahun"]), int(said["bulan"]))
    return register_of(str(said["bentuk"]), offices, begins, ends)


def _heads() -> list[str]:
    return [_("Sisa awal"), _("Terdaftar"), _("Ditempatkan"), _("Dihapuskan"), _("Sisa akhir")]


def _sheet(report: Register) -> bytes:
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(f"IPK {report.form.replace('/', '-')}")
        bold = book.add_format({"bold": True, "text_wrap": True})
        page.write(0, 0, _("IPK %(form)s, pencari kerja") % {"form": report.form}, bold)
        page.write(1, 0, formats.from_to(report.begins, report.ends))
        heads = [f"{head} {sex}" for sex in ("L", "P", "L+P") for head in _heads()]
        page.write_row(3, 0, [str(ROWS_OF[report.form]), *heads], bold)
        for place, line in enumerate([*report.lines, report.total], 4):
            numbers = [value for cell in (line.men, line.women, line.both) for value in _values(cell)]
            page.write_row(place, 0, [line.words, *numbers])
        page.set_column(0, 0, 40)
        page.freeze_panes(4, 1)
    return made.getvalue()


def _values(cell: Cell) -> list[int]:
    return [getattr(cell, part) for part in PARTS]
