"""Who asks at the machine's door, in which language, and how often."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from titian.network.actions import note_use
from titian.network.models import ApiToken
from titian.network.queries import token_of
from titian.network.rules import REQUESTS_A_MINUTE

DOOR = "/api/v1/"
SENTENCES = {
    400: ("unreadable_request", gettext_lazy("Permintaan tidak dapat dibaca. Periksa bentuknya menurut /api/.")),
    401: (
        "sign_in_first",
        gettext_lazy("Alamat ini memerlukan token. Kirim kepala “Authorization: Bearer …” dengan token lembaga Anda."),
    ),
    403: ("not_allowed", gettext_lazy("Anda tidak berwenang melakukan ini. Minta kepada kepala lembaga Anda.")),
    404: ("not_found", gettext_lazy("Yang diminta tidak ada, atau di luar wewenang Anda. Periksa nomornya.")),
    405: ("method_not_allowed", gettext_lazy("Alamat ini tidak melayani cara itu. Lihat /api/ untuk cara yang ada.")),
    413: ("too_large", gettext_lazy("Kiriman terlalu besar. Bagilah menjadi beberapa kiriman.")),
    500: ("fault", gettext_lazy("Terjadi kesalahan di pihak kami dan tidak ada yang diubah. Cobalah lagi nanti.")),
}  # fmt: skip
LANGUAGES = ("id", "en")


def refusal(status: int, *, code: str = "", message: str = "") -> JsonResponse:
    """Return the uniform answer of a refusal."""
    usual_code, usual_message = SENTENCES.get(status, SENTENCES[400])
    told = {"code": code or usual_code, "message": message or str(usual_message), "errors": []}
    return JsonResponse(told, status=status)


class MachineDoorMiddleware:
    """Let a token stand for its user before anything is asked of the database in that user's name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(DOOR):
            return self.get_response(request)
        language = _language(request)
        with translation.override(language):
            response = self._answer(request)
        response.headers["Content-Language"] = language
        response.headers.setdefault("Cache-Control", "no-store")
        if response.headers.get("Content-Type", "").startswith(
            "application/json"
        ):  # no browser takes it for a page
            response.headers.setdefault("Content-Disposition", 'attachment; filename="api.json"')
        response.headers.setdefault("Vary", "Accept-Language, Authorization, Cookie")
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        header = request.headers.get("Authorization")
        if header is not None:
            token = _token_in(header)
            if token is None or (reason := _why_closed(token, timezone.now())):
                closed = refusal(401, code="token_not_valid", message=reason if token else _unknown())
                closed["WWW-Authenticate"] = 'Bearer error="invalid_token"'
                return closed
            if note_use(token) > REQUESTS_A_MINUTE:
                return _too_many()
            request.user = token.acts_as
            request.api_token = token  # type: ignore[attr-defined]
        response = self.get_response(request)
        if 300 <= response.status_code < 400:  # a page would lead a person on; a programme is told
            return refusal(403)
        if response.status_code >= 400 and not response.headers.get("Content-Type", "").startswith(
            "application/json"
        ):
            plain = refusal(response.status_code)
            if "Allow" in response.headers:
                plain["Allow"] = response["Allow"]
            return plain
        return response


def _language(request: HttpRequest) -> str:
    """The first language of ours that the programme asks for, else the one that was chosen."""
    for part in request.headers.get("Accept-Language", "").split(","):
        code = part.split(";")[0].strip().lower()[:2]
        if code in LANGUAGES:
            return code
    return translation.get_language() or LANGUAGES[0]


def _token_in(header: str) -> ApiToken | None:
    scheme, _space, key = header.partition(" ")
    return token_of(key.strip()) if scheme.lower() == "bearer" and key.strip() else None


def _unknown() -> str:
    return _("Token tidak dikenal. Periksa salinannya, atau minta token baru kepada kepala lembaga Anda.")


def _why_closed(token: ApiToken, now: datetime) -> str:
    if token.revoked_at is not None or not token.acts_as.is_active:
        return _("Token sudah dicabut. Minta token baru kepada kepala lembaga Anda.")
    if token.expires_at <= now:
        return _("Masa berlaku token sudah berakhir. Minta token baru kepada kepala lembaga Anda.")
    return ""


def _too_many() -> JsonResponse:
    response = refusal(
        429,
        code="too_many_requests",
        message=_("Token ini sudah dipakai %(n)d kali dalam semenit. Tunggu satu menit, lalu lanjutkan.")
        % {"n": REQUESTS_A_MINUTE},
    )
    response["Retry-After"] = "60"
    return response
