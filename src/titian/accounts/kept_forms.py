"""Who was away too long signs in again and finds the form as it was typed.

It waits sealed in the session of that browser, for its person alone, no longer than a session may be idle.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from titian.accounts.seals import cipher

ACCOUNTS = "/akun/"  # what is typed there are passwords
SIGN_IN = "/akun/masuk/"
KEPT = "kept_form"
PURPOSE = b"titian kept form"
MOST = 200_000  # letters; a form that somebody typed has fewer
TOKEN = "csrfmiddlewaretoken"  # nosec B105 - the name of a field


class KeptForm(NamedTuple):
    """Where it was sent, what it said, and whether files went with it, which have to be chosen again."""

    user: str
    path: str
    fields: list[tuple[str, str]]
    had_files: bool


class KeptFormMiddleware:
    """Keep a form that came after the end of its session; let it go once its person sends anything."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "POST" and not request.path.startswith(ACCOUNTS):
            ended = getattr(request.session, "ended", {})
            if ended and response.headers.get("Location", "").partition("?")[0] == SIGN_IN:
                if keep(request, str(ended.get(SESSION_KEY, ""))):
                    response.headers["Location"] = f"{SIGN_IN}?next={reverse('account_resume')}"
            elif SESSION_KEY in request.session:
                request.session.pop(KEPT, None)
        return response


def form_of(request: HttpRequest, user: str) -> KeptForm:
    sent = [(name, str(value)) for name, values in request.POST.lists() for value in values if name != TOKEN]
    return KeptForm(user, request.get_full_path(), sent, bool(request.FILES))


def keep(request: HttpRequest, user: str) -> bool:
    """Put the form aside for this user; say whether there was one."""
    form = form_of(request, user)
    text = json.dumps(form)
    if not user or not form.fields or len(text) > MOST:
        return False
    request.session[KEPT] = cipher(PURPOSE).encrypt(text.encode()).decode()
    return True


def kept_form(request: HttpRequest) -> KeptForm | None:
    """Return what the one who signed in had typed; another's is forgotten."""
    try:
        text = cipher(PURPOSE).decrypt(
            request.session.get(KEPT, "").encode(), ttl=settings.SESSION_IDLE_MINUTES * 60
        )
    except InvalidToken:
        return None
    user, path, fields, had_files = json.loads(text)
    if user != str(request.user.pk):
        del request.session[KEPT]
        return None
    return KeptForm(user, path, [(name, value) for name, value in fields], had_files)
