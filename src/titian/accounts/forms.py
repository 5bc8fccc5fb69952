"""Shapes of input at sign-in, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc]
    """User name and password, labelled; a placeholder would vanish while one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in [("login", _("Nama pengguna")), ("password", _("Kata sandi"))]:
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)
