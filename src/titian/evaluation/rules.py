"""Whether an evaluation may be put out; asked with facts, answered with the reason."""

from __future__ import annotations

from django.utils.translation import gettext as _

REASON_AT_LEAST = 10


def why_not_signed(*, proposer_id: int, signer_id: int, same_text: bool) -> str | None:
    """Return why this person cannot sign this proposal, None if nothing stands against it."""
    if proposer_id == signer_id:
        return _(
            "Anda sendiri yang mengusulkan. Dua orang harus bertanggung jawab atas angka yang terbit: "
            "mintalah petugas lain mengusulkan ulang, lalu tanda tangani."
        )
    if not same_text:
        return _(
            "Sidik dokumen berubah sejak halaman ini dibuka, jadi yang Anda baca bukan lagi yang akan terbit. "
            "Muat ulang halaman, baca lagi, lalu tanda tangani."
        )
    return None


def why_reason_is_missing(reason: str) -> str | None:
    """Return what is wrong with a reason others will have to understand."""
    if len(reason.strip()) >= REASON_AT_LEAST:
        return None
    return _("Tulis alasannya dalam sedikitnya %(n)d huruf; orang lain harus dapat memahaminya nanti.") % {
        "n": REASON_AT_LEAST
    }
