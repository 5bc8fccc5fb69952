"""The root of the machine interface: which routers, how it refuses, and its description."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from titian import __version__
from titian.core.errors import DomainError
from titian.evaluation.api import public_router
from titian.evaluation.api import router as evaluation
from titian.network.api import ScopeMissing, opened_by
from titian.network.doorkeeper import refusal
from titian.network.models import Scope
from titian.rosters.api import router as rosters
from titian.standards.api import router as standards

api = NinjaAPI(
    title="Titian",
    version=__version__,
    description=(
        "Rosters, evaluation and code lists with the rights of the screens. Send the token of your organisation "
        "as `Authorization: Bearer ...`. Ask for sentences in Indonesian or English by `Accept-Language`."
    ),
    docs_url=None,  # its page would load scripts from elsewhere; /api/ is ours
    urls_namespace="api",
)
api.add_router("", standards, auth=opened_by(Scope.CODELISTS_READ))
api.add_router("/rosters", rosters)
api.add_router("/evaluation", evaluation)
api.add_router("/public", public_router)


def _sentence(kind: str, context: dict[str, Any]) -> str:
    """Return what is wrong with one part of a request, in the language asked for."""
    if kind == "missing":
        return _("Bagian ini wajib diisi.")
    if kind.startswith(("int", "float", "greater", "less")):
        return _("Isi dengan bilangan bulat dalam batas yang ditetapkan.")
    if kind.startswith("date"):
        return _("Tulis tanggal seperti 2022-12-21: tahun, bulan, hari.")
    if kind.startswith(("enum", "literal")):
        return _("Pilih salah satu: %(expected)s.") % {"expected": context.get("expected", "…")}
    if kind.startswith("bool"):
        return _("Isi dengan true atau false.")
    return _("Bagian ini tidak berbentuk seperti yang diminta; lihat /api/.")


@api.exception_handler(ValidationError)
def _not_readable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {
            "where": ".".join(str(part) for part in found["loc"]),
            "code": str(found["type"]),
            "message": _sentence(str(found["type"]), found.get("ctx") or {}),
        }
        for found in error.errors
    ]
    message = _("Ada isian yang tidak dapat dibaca; perbaiki yang disebut di bawah, lalu kirim lagi.")
    return JsonResponse({"code": "input_not_valid", "message": message, "errors": errors}, status=422)


@api.exception_handler(DomainError)
def _refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    status = 403 if isinstance(error, ScopeMissing) else 422
    return refusal(status, code=error.code, message=error.message)


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = refusal(401)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    return refusal(error.status_code)


@api.exception_handler(Http404)
def _absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return refusal(404)


@api.exception_handler(PermissionDenied)
def _forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return refusal(403)


@api.exception_handler(RequestDataTooBig)
@api.exception_handler(MultiPartParserError)
@api.exception_handler(SuspiciousOperation)
@api.exception_handler(BadRequest)
@api.exception_handler(UnreadablePostError)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    return refusal(400)


urlpatterns = api.urls[0]
