"""What people agree to, word for word. A text that was shown once is never changed: a new wording is a new version."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from titian.people.models import ConsentPurpose

CURRENT = "2026-11"

TEXTS: dict[tuple[str, str], Any] = {  # sentences in the reader's language
    ("2026-11", ConsentPurpose.EMPLOYERS): _(
        "Nama, pendidikan, keterampilan dan kontak saya boleh diperlihatkan kepada pemberi kerja yang mencari pekerja."
    ),
    ("2026-11", ConsentPurpose.SURVEYS): _(
        "Saya boleh dihubungi setelah pelatihan untuk ditanya tentang pekerjaan saya."
    ),
    ("2026-11", ConsentPurpose.PHOTO): _("Foto saya boleh dipakai dalam publikasi pelatihan."),
    ("2026-11", ConsentPurpose.GUARDIAN): _(
        "Saya, orang tua atau wali, menyetujui anak saya dilayani dan datanya diproses untuk pelatihan dan penempatan."
    ),
    ("2026-11", ConsentPurpose.NOMINATION): _(
        "Dinas boleh mencalonkan saya untuk pelatihan berasrama, menyerahkan nama, tanggal lahir, pendidikan dan "
        "berkas saya kepada balai penyelenggara, dan mengikuti hasilnya sampai saya bekerja."
    ),
}

OPTIONAL = (ConsentPurpose.EMPLOYERS, ConsentPurpose.SURVEYS, ConsentPurpose.PHOTO)
WITHDRAWABLE = (*OPTIONAL, ConsentPurpose.NOMINATION)  # by the person alone, at any time


def text_of(purpose: str, version: str = CURRENT) -> str:
    """Return the wording of a purpose; a version from before this list says only its name."""
    return str(TEXTS.get((version, ConsentPurpose(purpose)), ConsentPurpose(purpose).label))
