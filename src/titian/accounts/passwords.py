"""What a good password is: long, and not a number that others know."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SHORTEST, LONGEST = 12, 128
HELP = gettext_lazy(
    "Sedikitnya 12 huruf atau angka. Tiga kata yang mudah Anda ingat sudah baik; jangan NIK atau nomor telepon."
)
# A telephone at home, or province, regency, district, birthday (women's day plus 40) and four more.
_KNOWN = re.compile(r"(0|\+?62)8\d{8,11}|[1-9]\d{5}([04][1-9]|[1256]\d|[37][01])(0[1-9]|1[0-2])\d{6}")


class NoKnownNumber:
    """Refuse the shapes of a NIK and of a mobile number: neighbours, offices and lists know them."""

    def validate(self, password: str, user: Any = None) -> None:
        if _KNOWN.fullmatch(re.sub(r"[\s.-]", "", password)):
            raise ValidationError(
                _("Kata sandi ini berbentuk NIK atau nomor telepon, yang diketahui orang lain."),
                code="known_number",
            )

    def get_help_text(self) -> str:
        return _("Bukan NIK atau nomor telepon.")
