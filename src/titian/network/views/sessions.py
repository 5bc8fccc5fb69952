from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from titian.accounts.requests import UserRequest
from titian.network.actions import end_own_session, tell_resets


@never_cache
@login_required
def listing(request: UserRequest) -> HttpResponse:
    """Where I am signed in."""
    sessions = UserSession.objects.filter(user=request.user).order_by("-last_seen_at", "-pk")
    alive = [session for session in sessions if session.exists()]
    here = request.session.session_key
    return render(request, "network/sessions.html", {"sessions": alive, "here": here})


@never_cache
@login_required
@require_POST
def end(request: UserRequest, session_id: int) -> HttpResponse:
    """Sign out there."""
    if not end_own_session(request.user, session_id):
        raise Http404
    messages.success(request, _("Perangkat itu sudah keluar dari akun Anda."))
    return redirect("network:sessions")


@never_cache
@login_required
@require_POST
def told(request: UserRequest) -> HttpResponse:
    """I have read that somebody made a new-password link for my account."""
    tell_resets(request.user, now=timezone.now())
    return redirect("portal:home")
