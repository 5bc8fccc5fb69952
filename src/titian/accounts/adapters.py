"""How allauth behaves here: accounts are given by an administrator, secrets are stored encrypted."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from titian.accounts.seals import cipher
from titian.core.metrics import SIGN_IN_FAILED

PURPOSE = b"titian second factor"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in for people who were given an account."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try; what was typed is kept nowhere."""
        SIGN_IN_FAILED.inc()
        super().authentication_failed(request, **credentials)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of the second factor are useless without the keys file."""

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Count a wrong code as a wrong password is."""
        if code == "incorrect_code":
            SIGN_IN_FAILED.inc()
        refusal: ValidationError = super().validation_error(code, *args)
        return refusal

    def encrypt(self, text: str) -> str:
        return cipher(PURPOSE).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher(PURPOSE).decrypt(encrypted_text.encode()).decode()
