"""A tab that comes back opens the address a form was sent to: its reader is told so instead of shown nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve

from titian.core.methods import OF_MACHINES


class FormAddressMiddleware:
    """Give the bare 405 of a page that takes forms only a text, and a way to the page above it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if answer.status_code != 405 or request.method != "GET" or request.path.startswith(OF_MACHINES):
            return answer
        told = render(request, "405.html", {"above": above(request.path)}, status=405)
        told["Allow"] = answer["Allow"]
        return told


def above(path: str) -> str:
    """Return the nearest address above this one that leads somewhere."""
    while path != "/":
        path = f"{path.rstrip('/').rpartition('/')[0]}/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return path
