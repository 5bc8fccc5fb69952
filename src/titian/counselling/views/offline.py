"""The interview without network: what the telephone keeps, and how it is sent later."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from titian.accounts.requests import UserRequest
from titian.core.doors import authorize
from titian.core.errors import DomainError
from titian.core.memory import remembering
from titian.counselling.actions.interviews import Told, save_version
from titian.counselling.permissions import may_counsel
from titian.counselling.rules import Said
from titian.counselling.states import VersionState
from titian.counselling.views.finding import find_interview_to_write

WORKER = "counselling/worker.js"


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; it stands at the head of the interviews, so it reaches no other page."""
    path = finders.find(WORKER)
    assert isinstance(path, str)
    with open(path, encoding="utf-8") as script:
        return HttpResponse(
            script.read(), content_type="text/javascript", headers={"Cache-Control": "no-cache"}
        )


@never_cache
@login_required
@require_safe
def token(request: UserRequest) -> HttpResponse:
    """A fresh token and who is signed in: what was written before signing in anew can still be sent, by its writer."""
    authorize(request, may_counsel)
    return JsonResponse({"csrf": get_token(request), "user": request.user.pk})


@never_cache
@login_required
@require_POST
@remembering()
def receive(request: UserRequest, interview_id: int) -> HttpResponse:
    """Take what a device kept; sent again with the same key it is the same version."""
    interview = find_interview_to_write(request, interview_id)
    told = _told(request.body)
    if told is None:
        return JsonResponse({"message": _("Kiriman tidak terbaca.")}, status=400)
    try:
        made = save_version(interview, told, actor=request.user)
    except DomainError as error:
        return JsonResponse({"message": error.message, "code": error.code}, status=422)
    if made.state == VersionState.CONFLICTING:
        return JsonResponse({
            "state": "conflicting", "number": made.number, "address": reverse("counselling:conflict", args=[made.pk]),
            "message": _("Terkirim. Ada versi lain yang ditulis bersamaan; pilih atau gabungkan."),
        })  # fmt: skip
    return JsonResponse({
        "state": "current", "number": made.number,
        "message": _("Terkirim sebagai versi %(n)d.") % {"n": made.number},
    })  # fmt: skip


def _told(body: bytes) -> Told | None:
    try:
        read: Any = json.loads(body)
        answers = {
            str(code): Said(str(one["value"]), str(one["source"]))
            for code, one in dict(read["answers"]).items()
        }
        base, key, written = int(read["base"]), UUID(read["key"]), datetime.fromisoformat(read["written_at"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if not 0 <= base < 32_000 or len(answers) > 100:
        return None
    return Told(key, base, answers, written if timezone.is_aware(written) else timezone.now())
