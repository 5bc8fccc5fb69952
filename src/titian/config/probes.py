"""/health, /ready and /metrics: for the machines that watch, before anything that knows people."""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.http.response import HttpResponseBase
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from titian.accounts.actions import system_actor
from titian.config.gauges import gauges
from titian.core.access import acting_as
from titian.core.db.roles import why_role_may_not_serve

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # set by `serve`; each process writes its counters there


class ProbeMiddleware:
    """Stands first: a probe knows neither the site's name nor TLS, and must not cost a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._answers = {"/health": _health, "/ready": _ready, "/metrics": _metrics}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self._answers.get(request.path)
        if answer is None or request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        response = answer(request)
        response.headers["Cache-Control"] = "no-store"
        return response


def _health(request: HttpRequest) -> HttpResponse:
    """This process answers; nothing is said of what stands behind it."""
    return JsonResponse({"status": "ok"})


def _ready(request: HttpRequest) -> HttpResponse:
    """This process can serve: the database answers, with the right role, in this version."""
    try:
        reason = why_role_may_not_serve()
        executor = MigrationExecutor(connection)
        behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except (OperationalError, ProgrammingError, ImproperlyConfigured):
        return JsonResponse({"status": "unready", "database": "silent"}, status=503)
    if reason or behind:
        told = {"status": "unready", "role": "wrong" if reason else "ok", "tables": "old" if behind else "ok"}
        return JsonResponse(told, status=503)
    return JsonResponse({"status": "ok"})


def _metrics(request: HttpRequest) -> HttpResponse:
    """For who shows the token; to everybody else there is no such page."""
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not hmac.compare_digest(shown.encode(), settings.METRICS_TOKEN.encode()):
        return HttpResponseNotFound()
    registry = REGISTRY
    if folder := os.environ.get(FOLDER):
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=folder)  # type: ignore[no-untyped-call]
    try:
        told = generate_latest(registry) + generate_latest(_standing())
    except (OperationalError, ProgrammingError):  # the database is silent, or its tables are not there yet
        return HttpResponse(status=503)
    return HttpResponse(told, content_type=CONTENT_TYPE_LATEST)


class _Standing(Collector):
    """The gauges, asked anew at every scrape."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with acting_as(system_actor("shell").pk):
            for gauge in gauges():
                yield GaugeMetricFamily(gauge.name, gauge.help, value=gauge.value)


def _standing() -> CollectorRegistry:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Standing())
    return registry
