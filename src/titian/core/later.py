"""Views by their dotted names, loaded when asked for: the first page of a fresh process waits for no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class ViewLater:
    """A view that stands in a table of addresses before its module is loaded."""

    name: str

    def load(self) -> Callable[..., HttpResponseBase]:
        view: Callable[..., HttpResponseBase] = import_string(self.name)
        return view

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.load()(request, *args, **kwargs)


def views_of(package: str) -> Callable[[str], ViewLater]:
    """Return how a table of addresses names the views of one package."""
    return lambda name: ViewLater(f"{package}.{name}")


class AddressesLater(URLResolver):
    """The addresses below a prefix, in a namespace of their own, loaded with the first request that goes there."""

    def __init__(self, route: str, module: str, *, namespace: str) -> None:
        super().__init__(RoutePattern(route), module, app_name=namespace, namespace=namespace)

    def _populate(self) -> None:
        """Nothing: Django asks this for a reverse elsewhere; for one in here it reads `url_patterns`."""
