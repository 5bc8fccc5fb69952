"""What is counted while Titian works; several web processes add up through files in one folder."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import Counter, Histogram
from psycopg.errors import InsufficientPrivilege

REQUESTS = Counter("titian_requests_total", "Requests answered", ["method", "status"])
SECONDS = Histogram(
    "titian_request_seconds",
    "Seconds to an answer",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
REFUSALS = Counter("titian_refusals_total", "Refused requests", ["why"])
SIGN_IN_FAILED = Counter("titian_sign_in_failed_total", "Wrong user names, passwords and codes")
_WHY = {401: "sign_in", 403: "right", 404: "unseen", 405: "method", 429: "rate"}
for why in (*_WHY.values(), "policy"):
    REFUSALS.labels(why)  # told as zero: an alert sees the first refusal only where it saw none before


class MetricsMiddleware:
    """Count every request; a row refused by a policy of the database is counted as such."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        response = self.get_response(request)
        SECONDS.observe(time.perf_counter() - started)
        method = request.method if request.method in {"GET", "HEAD", "POST"} else "other"
        REQUESTS.labels(method, str(response.status_code)).inc()
        if why := _WHY.get(response.status_code):
            REFUSALS.labels(why).inc()
        return response

    def process_exception(self, request: HttpRequest, fault: Exception) -> None:
        """A forbidden write that reached the database is a hole in the first wall or an attack: somebody must look."""
        if isinstance(fault.__cause__, InsufficientPrivilege):
            REFUSALS.labels("policy").inc()
