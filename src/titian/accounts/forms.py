"""Shapes of input at sign-in, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm, ResetPasswordKeyForm
from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from titian.accounts.passwords import HELP, LONGEST, SHORTEST


class SignInForm(LoginForm):  # type: ignore[misc]
    """User name and password, labelled; a placeholder would vanish while one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in [("login", _("Nama pengguna")), ("password", _("Kata sandi"))]:
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)


class ConfirmForm(ReauthenticateForm):  # type: ignore[misc]
    """The password once more, called what it is called everywhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Kata sandi")
        self.fields["password"].widget.attrs.pop("placeholder", None)


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The old password and the new one twice, with one sentence on what is good enough."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, _("Kata sandi baru"), _("Ulangi kata sandi baru"), oldpassword=_("Kata sandi sekarang"))


class FirstPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]
    """The password of a new account, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, _("Kata sandi"), _("Ulangi kata sandi"))


def _say(form: forms.Form, password1: Any, password2: Any, **others: Any) -> None:
    for name, label in {"password1": password1, "password2": password2, **others}.items():
        form.fields[name].label = label
        form.fields[name].help_text = ""
        form.fields[name].widget.attrs.pop("placeholder", None)
    form.fields["password1"].help_text = HELP
    form.fields["password1"].widget.attrs["minlength"] = SHORTEST
    form.fields["password1"].validators.append(MaxLengthValidator(LONGEST))
