from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from titian.accounts.kept_forms import ACCOUNTS, form_of, kept_form
from titian.accounts.requests import UserRequest


@never_cache
@login_required
@require_safe
def resume(request: UserRequest) -> HttpResponse:
    """What was typed before the session ended, to be sent now."""
    kept = kept_form(request)
    if kept is None:
        messages.info(request, _("Tidak ada formulir yang menunggu dikirim."))
        return redirect("/")
    return render(request, "account/resume.html", {"kept": kept})


@never_cache
def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before the last sign-in of this browser is shown again; any other without its token is refused.

    Browsers say from which site a form comes, and no other site can say it is this one.
    """
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if own and request.user.is_authenticated and not request.path.startswith(ACCOUNTS):
        kept = form_of(request, str(request.user.pk))
        return render(request, "account/resume.html", {"kept": kept}, status=403)
    return csrf_failure(request, reason, template_name="403_csrf.html")
