"""Registration by oneself: five short screens, each saved; a phone that lost its line goes on where it was."""

from __future__ import annotations

from datetime import date

from allauth.account.utils import perform_login
from allauth.core.internal import ratelimit
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from titian.core.errors import DomainError
from titian.people.actions import save_step, send_registration, told_so_far
from titian.people.codes import plain_code
from titian.people.forms import AccountForm, ContactForm, IdentityForm, KeyForm, SchoolForm, SupportForm
from titian.people.queries import registration_of
from titian.people.rules import is_under_age, why_identity_disagrees, why_nik_is_refused
from titian.standards.queries import provinces

COOKIE = "daftar"
HELD = 30 * 24 * 60 * 60
STEPS: list[type[forms.Form]] = [IdentityForm, ContactForm, SchoolForm, SupportForm, AccountForm]


@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Say what is asked and why, and go on where a former visit ended."""
    held = registration_of(_key(request))
    return render(
        request,
        "people/start.html",
        {"held": held if held and not held.submitted_at else None, "form": KeyForm()},
    )


@never_cache
@sensitive_post_parameters()
def step(request: HttpRequest, number: int) -> HttpResponse:
    """One of the five screens."""
    key = _key(request)
    held = registration_of(key)
    if not 1 <= number <= len(STEPS):
        raise Http404
    if number > (held.step if held else 0) + 1:
        return redirect("people:register")
    told = told_so_far(held) if held else {}
    form = _form(number, request, told)
    if request.method == "POST" and form.is_valid():
        if number == len(STEPS):
            return _send(request, key, form)
        if number == 1 and (refusal := _why_refused(form)):
            form.add_error(*refusal)
        else:
            return _saved(request, key, number, form)
    return render(
        request,
        "people/step.html",
        {"form": form, "number": number, "of": len(STEPS), "key": key, "held": held},
        status=422 if form.errors else 200,
    )


@never_cache
@sensitive_post_parameters()
def resume(request: HttpRequest) -> HttpResponse:
    """Go on with the key on another phone; few tries."""
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if ratelimit.consume(request, app="allauth.account", action="invitation") is None:
            return render(
                request, "people/start.html", {"held": None, "form": form, "often": True}, status=429
            )
        key = plain_code(form.cleaned_data["code"])
        held = registration_of(key)
        if held and not held.submitted_at:
            return _remember(redirect("people:register_step", min(held.step + 1, len(STEPS))), key)
        form.add_error("code", _("Kode tidak ditemukan, atau pendaftarannya sudah dikirim."))
    return render(
        request, "people/start.html", {"held": None, "form": form}, status=422 if form.errors else 200
    )


def _form(number: int, request: HttpRequest, told: dict[str, object]) -> forms.Form:
    more: dict[str, object] = {"initial": told}
    if number == len(STEPS):
        more = {"under_age": is_under_age(date.fromisoformat(str(told["birth_date"])), timezone.localdate())}
        more["initial"] = {"username": told.get("phone", "")}
    return STEPS[number - 1](request.POST if request.method == "POST" else None, **more)  # type: ignore[arg-type]


def _why_refused(form: forms.Form) -> tuple[str, str] | None:
    said = form.cleaned_data
    if not said["nik"]:
        return None
    refusal = why_nik_is_refused(said["nik"], provinces=provinces(), on=timezone.localdate())
    if refusal:
        return "nik", refusal[1]
    refusal = why_identity_disagrees(said["nik"], born=said["birth_date"], sex=said["sex"])
    return ("birth_date" if "birth" in refusal[0] else "sex", refusal[1]) if refusal else None


def _saved(request: HttpRequest, key: str, number: int, form: forms.Form) -> HttpResponse:
    told = {name: getattr(value, "pk", value) for name, value in form.cleaned_data.items()}
    try:
        key = save_step(key, number, told)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("account_login")
    return _remember(redirect("people:register_step", number + 1), key)


def _send(request: HttpRequest, key: str, form: forms.Form) -> HttpResponse:
    if not isinstance(form, AccountForm):
        raise Http404
    said = form.cleaned_data
    language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    try:
        user, known = send_registration(
            key, username=said["username"], password=said["password"], consents=form.agreed,
            guardian=said.get("guardian", ""), language=language,
        )  # fmt: skip
    except DomainError as error:
        field = {"username_taken": "username", "weak_password": "password", "guardian_missing": "guardian"}  # nosec B105  # pragma: allowlist secret
        form.add_error(field.get(error.code), error.message)
        return render(
            request, "people/step.html",
            {"form": form, "number": len(STEPS), "of": len(STEPS), "key": key, "held": None}, status=422,
        )  # fmt: skip
    if known:
        messages.info(request, _("Akun dibuat, tetapi belum terhubung dengan catatan Anda."))
    else:
        messages.success(request, _("Pendaftaran Anda tersimpan."))
    response: HttpResponse = perform_login(
        request, user, email_verification="none", redirect_url=reverse("portal:my_data")
    )
    response.delete_cookie(COOKIE)
    return response


def _key(request: HttpRequest) -> str:
    return str(request.get_signed_cookie(COOKIE, default="", max_age=HELD))


def _remember(response: HttpResponse, key: str) -> HttpResponse:
    response.set_signed_cookie(
        COOKIE, key, max_age=HELD, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return response
