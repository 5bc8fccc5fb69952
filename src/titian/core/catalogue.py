"""The English catalogue: what the source says in Indonesian, and whether each sentence has its English."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import gettext as _

SOURCE = Path(__file__).resolve().parents[1]
FOLDER = SOURCE / "locale" / "en" / "LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"
BORROWED = SOURCE / "locale" / "id" / "LC_MESSAGES" / "django.po"  # what Django says, in our words
METHODS = [("**/migrations/**", "ignore"), ("**.py", "python"), ("**/jinja2/**.html", "jinja2")]
OPTIONS = {"**/jinja2/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# Dates in the head of the file would make every run a change.
SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
HOLES = re.compile(r"%\((\w+)\)|(%[sd])|\{(\w*)\}")

MessageId = str | list[str] | tuple[str, ...]


def extracted(source: Path = SOURCE) -> Catalog:
    """Return every sentence wrapped in gettext in Python and Jinja2, without its translation."""
    catalogue = _empty()
    found = extract_from_dir(source, METHODS, OPTIONS, KEYWORDS, comment_tags=("i18n:",))
    for filename, _line, message, comments, context in found:
        catalogue.add(message, None, [(filename, 0)], auto_comments=comments, context=context)
    return catalogue


def update() -> None:
    """Bring the catalogue to what the source says; known translations stay, lost sentences go."""
    catalogue = stored() if PO.exists() else _empty()
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.creation_date = catalogue.revision_date = SOME_DAY
    FOLDER.mkdir(parents=True, exist_ok=True)
    draft = BytesIO()
    write_po(draft, catalogue, width=110, sort_output=True, include_lineno=False)
    PO.write_bytes(draft.getvalue())
    compile_catalogue()


def compile_catalogue() -> None:
    """Write the compiled catalogues that the running site reads."""
    with MO.open("wb") as handle:
        write_mo(handle, stored())
    with BORROWED.open("rb") as source, BORROWED.with_suffix(".mo").open("wb") as handle:
        write_mo(handle, read_po(source, locale="id"))


def stored() -> Catalog:
    with PO.open("rb") as handle:
        return read_po(handle, locale="en")


def untranslated() -> list[MessageId]:
    """Return the sentences without English, in order."""
    return sorted((message.id for message in stored() if message.id and not _whole(message)), key=str)


def problems() -> list[str]:
    """Return what is wrong with the catalogue, a sentence each; an empty list means it may ship."""
    if not PO.exists() or not MO.exists():
        return [_("Katalog Inggris belum ada: jalankan ./titian translations.")]
    catalogue = stored()
    wrong = []
    for wanted in extracted():
        if wanted.id and catalogue.get(_key(wanted), wanted.context) is None:
            wrong.append(_("Belum masuk katalog: %(text)s") % {"text": wanted.id})
    for message in catalogue:
        if not message.id:
            continue
        if not _whole(message):
            wrong.append(_("Belum diterjemahkan: %(text)s") % {"text": message.id})
        elif message.fuzzy:
            wrong.append(_("Terjemahan masih ragu: %(text)s") % {"text": message.id})
        elif _holes(message.id) != _holes(message.string):
            wrong.append(_("Isian terjemahan tidak sama: %(text)s") % {"text": message.id})
    if not (_is_compiled(PO) and _is_compiled(BORROWED)):
        wrong.append(_("Berkas .mo tidak mutakhir: jalankan ./titian translations."))
    return wrong


def _is_compiled(text: Path) -> bool:
    """Whether the site reads what stands in the text beside."""
    with text.open("rb") as written, text.with_suffix(".mo").open("rb") as compiled:
        return _pairs(read_mo(compiled)) == _pairs(read_po(written))


def _empty() -> Catalog:
    return Catalog(
        locale="en",
        domain="django",
        project="Titian",
        version="1",
        fuzzy=False,
        header_comment="# English of Titian; the sentences themselves are Indonesian.",
        creation_date=SOME_DAY,
        revision_date=SOME_DAY,
    )


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _whole(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else list(message.string or [])
    return bool(strings) and all(strings)


def _holes(text: MessageId | None) -> set[tuple[str, ...]]:
    return set(HOLES.findall(text if isinstance(text, str) else " ".join(text or [])))


def _text(context: str | bytes | None) -> str | None:
    return context.decode() if isinstance(context, bytes) else context  # bytes in a compiled file


def _pairs(catalogue: Catalog) -> dict[tuple[str, str | None], object]:
    return {
        (_key(message), _text(message.context)): message.string
        if isinstance(message.string, str)
        else tuple(message.string or [])
        for message in catalogue
        if message.id
    }
