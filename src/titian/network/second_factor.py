"""Who plans, leads or administers opens more than others do, so a password alone does not let them in."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from titian.network.models import Role
from titian.network.reach import held_by

NEEDS_SECOND_FACTOR = (Role.NATIONAL_PLANNER, Role.ADMINISTRATOR, Role.CENTRE_HEAD)
OPEN = ("/akun/", "/bahasa/", "/static/")


class SecondFactorMiddleware:
    """Lead those who need a second factor to set it up before they go anywhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if (
            settings.REQUIRE_SECOND_FACTOR
            and not request.path.startswith(OPEN)
            and not hasattr(request, "api_token")  # a programme shows its key instead
            and lacks_second_factor(request)
        ):
            messages.warning(
                request,
                _(
                    "Peran Anda membuka data banyak orang, jadi kata sandi saja tidak cukup. "
                    "Aktifkan pengaman kedua di telepon Anda, lalu simpan kode pemulihannya."
                ),
            )
            return redirect(reverse("mfa_activate_totp"))
        return self.get_response(request)


def lacks_second_factor(request: HttpRequest) -> bool:
    if request.user.pk is None:
        return False
    if not any(held.role in NEEDS_SECOND_FACTOR for held in held_by(request.user, timezone.localdate())):
        return False
    factors = Authenticator.objects.filter(user=request.user.pk, type=Authenticator.Type.TOTP)
    return not factors.exists()
