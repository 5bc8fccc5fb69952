"""Shapes of input at sign-in, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

LONGEST_PASSWORD = 128
PASSWORD_HELP = _("Sedikitnya 10 huruf, dan bukan angka saja. Tiga kata yang mudah Anda ingat sudah baik.")


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
        for name, label in [
            ("oldpassword", _("Kata sandi sekarang")),
            ("password1", _("Kata sandi baru")),
            ("password2", _("Ulangi kata sandi baru")),
        ]:
            self.fields[name].label = label
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["password1"].help_text = PASSWORD_HELP
        self.fields["password1"].validators.append(MaxLengthValidator(LONGEST_PASSWORD))
