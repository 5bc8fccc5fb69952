"""How allauth behaves here: accounts are given by an administrator, secrets are stored encrypted."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from titian.core.metrics import SIGN_IN_FAILED


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
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    """Seals with the secret in force; opens what former ones sealed while they are kept."""
    return MultiFernet([_fernet(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(secret: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"titian second factor").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
