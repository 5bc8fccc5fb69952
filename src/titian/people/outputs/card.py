"""The AK/I card as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import segno
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from titian.core.formats import day
from titian.core.typeset import typeset as set_by_typst
from titian.people.forms import MARITAL
from titian.people.models import CardReport, JobSeekerCard

TEMPLATES = Path(__file__).parent / "typst"


def write_card(card: JobSeekerCard, boxes: Sequence[CardReport], nik: str, address: str) -> bytes:
    """Return the card, with the code that leads to its check page."""
    person, unknown = card.person, _("belum didata")
    graduated = f" ({card.graduated_in})" if card.graduated_in else ""
    rows = [
        (_("Nomor pendaftaran"), f"{card.number:05d}/{card.issued_on:%Y}"),
        (_("NIK"), nik or _("belum ada: %(reason)s") % {"reason": person.no_nik_words}),
        (_("Nama"), person.name),
        (_("Tempat, tanggal lahir"), ", ".join(filter(None, [person.birth_place, day(person.birth_date)]))),
        (_("Jenis kelamin"), person.get_sex_display()),
        (_("Status perkawinan"), str(dict(MARITAL).get(card.marital_status, unknown))),
        (_("Alamat"), ", ".join(filter(None, [person.address, str(person.regency or "")])) or unknown),
        (_("Telepon"), person.phone or unknown),
        (_("Pendidikan formal"), f"{person.education or unknown}{graduated}"),
        (_("Keterampilan"), card.skills or unknown),
    ]
    return typeset(
        "card.typ",
        {
            "language": get_language() or "id",
            "office": card.office.name,
            "title": _("Kartu Tanda Bukti Pendaftaran Pencari Kerja"),
            "form": "AK/I",
            "rows": [[str(label), str(value)] for label, value in rows],
            "until": _("Berlaku sampai %(day)s") % {"day": day(card.valid_until)},
            "signed": _("%(day)s. Pengantar kerja,") % {"day": day(card.issued_on)},
            "officer": str(card.officer),
            "photo": _("Pasfoto 3 x 4"),
            "holder": _("Tanda tangan pencari kerja"),
            "boxes_title": _("Laporan setiap enam bulan"),
            "box_head": [_("Laporan"), _("Paling lambat"), _("Melapor"), _("Paraf petugas")],
            "boxes": [
                [str(place), day(box.due_on), day(box.reported_on) if box.reported_on else ""]
                for place, box in enumerate(boxes, 1)
            ],
            "rules": [
                _("Kartu ini gratis, berlaku nasional selama dua tahun."),
                _("Selama belum bekerja, lapor ke dinas setiap enam bulan."),
                _("Bila sudah diterima bekerja, kartu dikembalikan kepada dinas melalui pemberi kerja."),
            ],
            "check": _("Periksa keaslian kartu:"),
            "address": address,
            "demo": _("CONTOH: orang rekaan") if person.is_demo else "",
            "qr": segno.make_qr(address, error="m").svg_inline(border=0, omitsize=True),
        },
    )


def typeset(template: str, data: dict[str, Any], folder: Path = TEMPLATES) -> bytes:
    """Return the PDF of a template of this station, or of another's folder."""
    return set_by_typst(folder / template, data)
