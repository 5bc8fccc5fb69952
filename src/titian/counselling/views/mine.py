from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from titian.accounts.requests import UserRequest
from titian.core.errors import DomainError
from titian.counselling.actions.invite import cancel_appointment, confirm_appointment
from titian.counselling.models import Appointment
from titian.counselling.queries.screens import decisions_of
from titian.people.models import Person


@never_cache
@login_required
@require_safe
def page(request: UserRequest) -> HttpResponse:
    """My appointments, what was decided with me, and what comes next."""
    person = Person.objects.filter(user=request.user).first()
    appointments = Appointment.objects.filter(person=person).select_related("slot", "office", "person")
    return render(
        request,
        "counselling/mine.html",
        {
            "person": person,
            "appointments": list(appointments.order_by("-slot__starts_at")[:20]) if person else [],
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
