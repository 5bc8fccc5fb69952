"""The letter of result as PDF: what was decided, truly why, what is left within reach, and how to check the lottery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import segno
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from titian.admissions.models import Application, Offer, Result, RoundClass
from titian.admissions.queries.refusals import Refusal
from titian.core.formats import day
from titian.core.typeset import typeset
from titian.network.models import Letterhead

TEMPLATE = Path(__file__).parent / "typst" / "letter.typ"


@dataclass(frozen=True)
class ResultLetter:
    """Everything a letter says; `address` is that of the page which checks it."""

    application: Application
    result: Result
    offer: Offer | None
    refusals: Sequence[Refusal]
    options: Sequence[RoundClass]
    proof: dict[str, Any]
    letterhead: Letterhead | None
    on: date
    run: int
    address: str
    verify: str


def write_letter(letter: ResultLetter) -> bytes:
    """Return the letter in the active language."""
    admission_round, head = letter.application.round, letter.letterhead
    centre = admission_round.centre.name
    return typeset(
        TEMPLATE,
        {
            "language": (get_language() or "id")[:2],
            "centre": centre,
            "head": list(head.lines) if head else [centre],
            "head_address": head.address if head else "",
            "place_and_day": f"{head.place}, {day(letter.on)}" if head else day(letter.on),
            "facts": [
                [_("Nomor lamaran"), letter.application.number],
                [_("Perihal"), _("Hasil seleksi %(round)s") % {"round": admission_round.name}],
                [_("Dari perhitungan"), str(letter.run)],
            ],
            "to": _("Kepada Yth."),
            "name": letter.application.person.name,
            "verdict": _verdict(letter),
            "sentences": _sentences(letter),
            "why_title": _("Mengapa bukan pilihan yang lebih disukai?"),
            "why_note": _("Jawaban ini dihitung dengan menjalankan aturannya lagi, dengan pelamar lain tidak berubah."),
            "why": [[_choice(refusal), list(refusal.words)] for refusal in letter.refusals],
            "options_title": _("Yang masih dapat diikuti"),
            "options": [_option(one) for one in letter.options],
            "no_options": _("Saat surat ini dibuat tidak ada kelas lain yang terbuka bagi Saudara.")
            if letter.offer is None and not letter.options
            else "",
            "appeal": _(
                "Bila Saudara menilai ada yang keliru, ajukan keberatan lewat halaman lamaran atau di loket balai. "
                "Yang memutus bukan yang menilai, dan jawabannya tertulis."
            ),
            "proof_title": _("Bukti undian"),
            "proof_note": _("Dengan ini siapa pun dapat memeriksa undian tanpa percaya kepada kami: %(where)s")
            % {"where": letter.verify},
            "proof": _proof(letter.proof),
            "check": _("Periksa surat ini:"),
            "address": letter.address,
            "qr": segno.make_qr(letter.address, error="m").svg_inline(border=0, omitsize=True),
            "signature": [head.signatory_post, head.signatory, head.signatory_number] if head else [],
            "demo": _("CONTOH: seleksi dan orang rekaan") if admission_round.is_demo else "",
            "page": _("Halaman"),
        },
    )  # fmt: skip


def _class(round_class: RoundClass) -> str:
    one = round_class.opening.training_class
    return f"{one.programme.name} ({one.code})"


def _choice(refusal: Refusal) -> str:
    choice = refusal.choice
    return f"{choice.rank}. {_class(choice.round_class)}, {choice.get_term_display()}"


def _verdict(letter: ResultLetter) -> str:
    if letter.offer is not None:
        return _("Saudara DITERIMA")
    if letter.result.reserve_choice is not None:
        return _("Saudara CADANGAN ke-%(n)d") % {"n": letter.result.reserve_rank or 0}
    return _("Saudara BELUM MENDAPAT KURSI")


def _sentences(letter: ResultLetter) -> list[str]:
    offer, waits = letter.offer, letter.result.reserve_choice
    if offer is not None:
        one = offer.round_class.opening.training_class
        told = [
            _("di kelas %(class)s, %(term)s, di %(place)s, %(first)s sampai %(last)s.")
            % {
                "class": _class(offer.round_class),
                "term": offer.choice.get_term_display(),
                "place": one.organiser.name,
                "first": day(one.starts_on),
                "last": day(one.ends_on),
            }
        ]
        if offer.state == "offered":
            told.append(
                _("Jawablah paling lambat %(day)s. Saudara diingatkan dua kali sebelum kursi dapat hilang.")
                % {"day": day(offer.answer_by)}
            )
        else:
            told.append(_("Kursi ini sudah Saudara terima. Datanglah pada hari pertama."))
        return told
    if waits is not None:
        return [
            _("di kelas %(class)s.") % {"class": _class(waits.round_class)},
            _(
                "Bila ada kursi kosong, aturan dijalankan lagi bagi semua yang masih berminat; bukan siapa cepat."
            ),
        ]
    return [_("dalam seleksi ini. Alasannya untuk setiap pilihan tertulis di bawah.")]


def _option(one: RoundClass) -> str:
    training_class = one.opening.training_class
    return _("%(class)s, %(place)s: mulai %(first)s, daftar sampai %(last)s") % {
        "class": _class(one),
        "place": training_class.organiser.name,
        "first": day(training_class.starts_on),
        "last": day(one.round.closes_on),
    }


def _proof(proof: dict[str, Any]) -> list[list[str]]:
    return [
        [_("Garam"), proof["salt"]],
        [_("Daun"), proof["leaf"]],
        *[[_("Jalan %(n)d") % {"n": place}, f"{side} {other}"] for place, (side, other) in enumerate(proof["path"], 1)],
        [_("Akar"), proof["root"]],
        [_("Sumber benih"), proof["thrown"]],
        [_("Tiket"), proof["ticket"]],
    ]  # fmt: skip
