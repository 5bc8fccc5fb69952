from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from titian.accounts.requests import UserRequest
from titian.core.errors import DomainError
from titian.counselling.actions.book import book, change_booking
from titian.counselling.actions.invite import cancel_appointment, confirm_appointment
from titian.counselling.forms import BookingForm
from titian.counselling.models import Appointment, Slot
from titian.counselling.queries.booking import (
    by_day,
    free_times,
    lapses_of,
    offices_for,
    own_appointments,
)
from titian.counselling.queries.screens import decisions_of
from titian.counselling.rules import LAPSE_DAYS, MOST_LAPSES, why_booked_too_often
from titian.counselling.states import EXPECTED
from titian.people.models import Person


@never_cache
@login_required
@require_safe
def page(request: UserRequest) -> HttpResponse:
    """My appointments, what was decided with me, and what comes next."""
    person = Person.objects.filter(user=request.user).first()
    return render(
        request,
        "counselling/mine.html",
        {
            "person": person,
            "appointments": own_appointments(person) if person else [],
            "decisions": decisions_of(person) if person else [],
            "now": timezone.now(),
        },
    )


@login_required
@require_POST
def answer(request: UserRequest, appointment_id: int) -> HttpResponse:
    """Say whether I come."""
    own = Appointment.objects.filter(person__user=request.user)
    appointment = get_object_or_404(own.select_related("person", "slot"), pk=appointment_id)
    try:
        if request.POST.get("jawaban") == "datang":
            confirm_appointment(appointment, actor=request.user)
            messages.success(request, _("Terima kasih. Kami menunggu Anda; bawalah KTP."))
        else:
            cancel_appointment(appointment, actor=request.user, reason=_("dibatalkan orangnya"))
            messages.success(request, _("Janji dibatalkan; tempatnya dapat dipakai orang lain."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("counselling:mine")


@never_cache
@login_required
def choose(request: UserRequest, appointment_id: int | None = None) -> HttpResponse:
    """Take a free time at an office of my regency, or another instead of the one I have."""
    person = Person.objects.filter(user=request.user).select_related("regency").first()
    if person is None:
        raise Http404
    former = _former(person, appointment_id)
    offices = offices_for(person)
    times = free_times(offices)
    lapses = lapses_of(person)
    form = BookingForm(request.POST or None, initial={"key": uuid4()})
    if former is not None:
        del form.fields["purpose"]
    if form.is_valid():
        said = form.cleaned_data
        slot = get_object_or_404(Slot, pk=said["slot"])
        try:
            if former is None:
                book(slot, person, key=said["key"], purpose=said["purpose"], actor=request.user)
            else:
                change_booking(former, slot, key=said["key"], actor=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
            times = free_times(offices)  # what was full is not shown again
        else:
            messages.success(request, _("Janji Anda tercatat. Kami menunggu Anda; bawalah KTP."))
            return redirect("counselling:mine")
    context = {
        "person": person, "former": former, "offices": offices, "days": by_day(times), "form": form,
        "too_often": why_booked_too_often(lapses, now=timezone.now()), "lapses": len(lapses),
        "most_lapses": MOST_LAPSES, "lapse_days": LAPSE_DAYS,
    }  # fmt: skip
    return render(request, "counselling/book.html", context, status=422 if form.errors else 200)


def _former(person: Person, appointment_id: int | None) -> Appointment | None:
    if appointment_id is None:
        return None
    own = Appointment.objects.filter(person=person, state__in=EXPECTED, slot__starts_at__gt=timezone.now())
    return get_object_or_404(own.select_related("slot", "office", "person"), pk=appointment_id)
