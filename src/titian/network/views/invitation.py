"""The door for somebody who was given a one-time link or a slip of paper."""

from __future__ import annotations

from allauth.account.utils import perform_login
from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from titian.core.errors import DomainError
from titian.network.actions import accept_invitation
from titian.network.forms import ChoosePasswordForm, CodeForm
from titian.network.models.invitation import Purpose, digests_of
from titian.network.queries.invitations import invitation_of

IN_SESSION = "invitation"
DEAD = "tidak-berlaku"
YEAR = 365 * 24 * 60 * 60


@never_cache
@sensitive_post_parameters()
def code(request: HttpRequest) -> HttpResponse:
    """Type the code of the slip."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _try(request, form.cleaned_data["code"])
    return render(request, "network/code.html", {"form": form, "dead": DEAD in request.GET})


@never_cache
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Follow the link; looking does not use it up, since mail and chat programmes look too."""
    return _try(request, token)


@never_cache
@sensitive_post_parameters()
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a password; this uses the code up."""
    now = timezone.now()
    held = request.session.get(IN_SESSION, "")
    invitation = invitation_of(held, now) if held else None
    if invitation is None:
        return redirect(f"{reverse('network:code')}?{DEAD}")
    language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    form = ChoosePasswordForm(
        request.POST or None,
        invitation=invitation,
        initial={"name": invitation.name, "language": language},
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            user = accept_invitation(
                held,
                name=chosen.get("name", ""),
                password=chosen["password1"],
                language=chosen["language"],
                now=now,
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            request.session.pop(IN_SESSION, None)
            joined = invitation.purpose == Purpose.JOIN
            response: HttpResponse = perform_login(
                request,
                user,
                email_verification="none",
                redirect_url=reverse("portal:first_day" if joined else "portal:home"),
            )
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen["language"],
                max_age=YEAR,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
            return response
    return render(
        request,
        "network/choose.html",
        {"form": form, "invitation": invitation, "resets": invitation.purpose == Purpose.RESET},
    )


def _try(request: HttpRequest, given: str) -> HttpResponse:
    """Wrong, used, revoked and expired codes get one and the same answer, and few tries.

    The answer stands at an address without the code, which could be a right one with a slip.
    """
    if not _may_try(request, only_ask=True):
        return _too_often(request)
    now = timezone.now()
    digest = next((known for known in digests_of(given) if invitation_of(known, now)), None)
    if digest is None:
        if not _may_try(request):
            return _too_often(request)
        return redirect(f"{reverse('network:code')}?{DEAD}")
    request.session[IN_SESSION] = digest
    return redirect("network:choose")


def _may_try(request: HttpRequest, *, only_ask: bool = False) -> bool:
    """Wrong codes are counted, also those of links."""
    usage = ratelimit.consume(
        request, app="allauth.account", action="invitation", dry_run=only_ask, limit_get=True
    )
    return usage is not None


def _too_often(request: HttpRequest) -> HttpResponse:
    reason = _("Terlalu banyak kode yang salah dari jaringan ini. Tunggu satu jam, lalu coba lagi.")
    return render(request, "network/code.html", {"form": CodeForm(), "refusal": reason}, status=429)
