"""A request of somebody who signed in."""

from __future__ import annotations

from django.http import HttpRequest

from titian.accounts.models import User


class UserRequest(HttpRequest):
    """What a view behind `login_required` receives."""

    user: User
