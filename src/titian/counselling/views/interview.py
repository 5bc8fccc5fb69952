from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from titian.accounts.requests import UserRequest
from titian.core.errors import DomainError
from titian.counselling.actions.interviews import Told, save_version
from titian.counselling.forms import InterviewForm
from titian.counselling.queries.interviews import current_version, from_the_register, open_conflicts
from titian.counselling.states import VersionState
from titian.counselling.views.finding import find_interview


@never_cache
@login_required
@sensitive_post_parameters()
def page(request: UserRequest, interview_id: int) -> HttpResponse:
    """The interview, saved a part at a time; without script it saves as well, only not without network."""
    interview = find_interview(request, interview_id)
    version = current_version(interview)
    held = {one.question: one for one in version.answers.all()} if version else {}
    known = {**from_the_register(interview.person), **held}
    form = InterviewForm(
        request.POST or None, known=known, initial={"base": version.number if version else 0, "key": uuid4()}
    )
    if form.is_valid():
        said = form.cleaned_data
        told = Told(said["key"], said["base"], form.said, timezone.now())
        try:
            made = save_version(interview, told, actor=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            if made.state == VersionState.CONFLICTING:
                messages.warning(
                    request, _("Ada yang menulis wawancara ini bersamaan. Bandingkan kedua versinya.")
                )
                return redirect("counselling:conflict", made.pk)
            messages.success(request, _("Wawancara tersimpan sebagai versi %(n)d.") % {"n": made.number})
            if "selesai" in request.POST:
                return redirect("counselling:case", interview.person_id)
            return redirect("counselling:interview", interview_id)
    return render(
        request,
        "counselling/interview.html",
        {
            "interview": interview,
            "person": interview.person,
            "version": version,
            "held": held,
            "form": form,
            "conflicts": open_conflicts(interview),
            "today": timezone.localdate(),
            "officer": request.user.pk,
        },
        status=422 if form.errors else 200,
    )
