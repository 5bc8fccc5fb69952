from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.counselling.actions.invite import cancel_appointment, confirm_appointment, miss_appointment
from titian.counselling.actions.slots import close_slot, open_slots, set_capacity
from titian.counselling.forms import CapacityForm, SlotsForm
from titian.counselling.models import Appointment, Slot
from titian.counselling.permissions import may_act_for, may_counsel
from titian.counselling.queries.screens import invited_to, offices_of, room_of, slots_ahead


@never_cache
@login_required
def page(request: UserRequest) -> HttpResponse:
    """The times of the office ahead, how much room they have, and a form for more."""
    authorize(request, may_counsel)
    form = SlotsForm(request.POST or None, offices=offices_of(request.user))
    if form.is_valid():
        said = form.cleaned_data
        hour, minute = map(int, said["first"].split(":"))
        begins = timezone.make_aware(
            datetime(said["day"].year, said["day"].month, said["day"].day, hour, minute)
        )
        starts = [begins + timedelta(minutes=said["minutes"] * turn) for turn in range(said["times"])]
        if begins <= timezone.now():
            form.add_error("day", _("Hari atau jam itu sudah lewat."))
        else:
            made = open_slots(
                said["office"], starts, minutes=said["minutes"], capacity=said["capacity"], place=said["place"],
                actor=request.user,
            )  # fmt: skip
            messages.success(request, _("%(n)d jadwal dibuka.") % {"n": len(made)})
            return redirect("counselling:slots")
    ahead = slots_ahead(request.user, since=timezone.now() - timedelta(hours=12))
    free, all_places = room_of([one for one in ahead if one.starts_at > timezone.now()])
    return render(
        request,
        "counselling/slots.html",
        {"form": form, "slots": ahead, "free": free, "places": all_places},
        status=422 if form.errors else 200,
    )


@never_cache
@login_required
def slot(request: UserRequest, slot_id: int) -> HttpResponse:
    """One time: who is invited, and how many it takes."""
    found = get_object_or_404(Slot.objects.of_user(request.user).select_related("office"), pk=slot_id)
    authorize(request, may_act_for, found)
    form = CapacityForm(
        request.POST if "capacity" in request.POST else None, initial={"capacity": found.capacity}
    )
    try:
        if "tutup" in request.POST:
            close_slot(found, actor=request.user)
            messages.success(request, _("Jadwal ditutup."))
            return redirect("counselling:slots")
        if form.is_valid():
            set_capacity(found, form.cleaned_data["capacity"], actor=request.user)
            messages.success(request, _("Kapasitas disimpan."))
            return redirect("counselling:slot", slot_id)
    except DomainError as error:
        messages.error(request, error.message)
    context = {"slot": found, "invited": invited_to(found), "form": form, "now": timezone.now()}
    return render(request, "counselling/slot.html", context)


STEPS = {"datang": confirm_appointment, "batal": cancel_appointment, "absen": miss_appointment}


@login_required
@require_POST
def step(request: UserRequest, appointment_id: int) -> HttpResponse:
    """Note that somebody will come, will not, or did not."""
    found = Appointment.objects.filter(office__in=[one.pk for one in offices_of(request.user)])
    appointment = get_object_or_404(found.select_related("person", "slot"), pk=appointment_id)
    authorize(request, may_act_for, appointment)
    if verb := STEPS.get(request.POST.get("langkah", "")):
        try:
            verb(appointment, actor=request.user)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Dicatat."))
    if request.POST.get("kembali") == "orang":
        return redirect("counselling:case", appointment.person_id)
    return redirect("counselling:slot", appointment.slot_id)
