from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.overtaken import hold
from titian.people.actions import correct_contact, note_look
from titian.people.actions.note_look import RECORD
from titian.people.forms import ContactCorrectionForm
from titian.people.models import Person
from titian.people.permissions import may_correct_contact


@never_cache
@login_required
def page(request: UserRequest, person_id: int) -> HttpResponse:
    """Correct how a person is reached; the identity itself is changed by request and decision."""
    seen = Person.objects.visible_to(request.user)
    person = hold(get_object_or_404(seen, pk=person_id), request)
    authorize(request, may_correct_contact, person)
    note_look(person, RECORD, request.user)
    form = ContactCorrectionForm(request.POST or None, initial=ContactCorrectionForm.of(person))
    if form.is_valid():
        if correct_contact(person, actor=request.user, **form.cleaned_data):
            messages.success(request, _("Perubahan tersimpan."))
        else:
            messages.info(request, _("Tidak ada yang berubah, jadi tidak ada yang disimpan."))
        return redirect("portal:person", person.pk)
    return render(
        request, "people/contact.html", {"person": person, "form": form}, status=422 if form.errors else 200
    )
