"""Judgements about what is taken away."""

from __future__ import annotations

from django.utils.translation import gettext as _


def why_no_more_exports(recent: int, *, most: int) -> str | None:
    """Return why this user takes no further file this hour, or None."""
    if recent < most:
        return None
    return _(
        "Anda sudah mengunduh %(n)d berkas dalam satu jam terakhir. Tunggu sebentar, lalu coba lagi."
    ) % {"n": recent}
