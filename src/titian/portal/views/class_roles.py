from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.network.models import Organisation
from titian.planning.actions import change_class_role
from titian.planning.models import ClassPart
from titian.planning.permissions import may_change_class_roles
from titian.portal.entry_forms import ClassRoleForm
from titian.portal.queries.entry import organisers_for
from titian.portal.views.classes import find_class
from titian.training.actions import change_organiser


@never_cache
@login_required
def page(request: UserRequest, class_id: int) -> HttpResponse:
    """Let another organise or house the class from a day on; who did before stays on record."""
    training_class = find_class(request, class_id)
    authorize(request, may_change_class_roles, training_class)
    known = [one.pk for one in organisers_for(request.user, [training_class.centre])]
    trains = Organisation.objects.filter(pk__in=known, kind__trains=True).order_by("name_key", "pk")
    form = ClassRoleForm(request.POST or None, organisations=trains)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        how = {"actor": request.user, "on": said["on"], "reason": said["reason"]}
        try:
            if said["part"] == ClassPart.ORGANISER:
                change_organiser(training_class, said["organisation"], **how)
            else:
                change_class_role(training_class, ClassPart.VENUE, said["organisation"], **how)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Perubahan tersimpan."))
            return redirect("portal:class", training_class.pk)
    return render(request, "portal/class_roles.html", {"class": training_class, "form": form})
