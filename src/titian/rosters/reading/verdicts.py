"""What a code says of one row or sheet, and which of its cells to correct."""

from __future__ import annotations

from collections.abc import Mapping

from titian.rosters.reading.fields import FIELD_LABELS
from titian.rosters.reading.sentences import VERDICTS, Severity


def sentence(code: str, params: Mapping[str, object] | None = None) -> str:
    """Return the sentence of a code in the reader's language; a parameter that is missing reads '…'."""
    return str(VERDICTS[code].sentence) % _Lenient(params or {})


def severity(code: str) -> Severity:
    return VERDICTS[code].severity


def params_of(code: str, row: Mapping[str, object], raw: Mapping[str, str | None]) -> dict[str, object]:
    """Return the parameters of a row's code from its typed columns and its original cells."""
    told = {name: text for name, text in raw.items() if text}
    nik = told.get("nik", "").strip()
    params: dict[str, object] = {**row, **told, "nik": nik, "length": len(str(row.get("nik_digits") or ""))}
    params["status_word"] = row.get("status_word") or told.get("job_status", "")
    params["birth_date"] = (
        told.get("birth_date") or told.get("birth_place_and_date") or str(row.get("birth_date"))
    )
    if code == "date_unreadable":
        params["text"] = (
            params["birth_date"] if row.get("birth_date") is None else told.get("work_starts_on", "")
        )
    if code == "word_unknown":
        words = row.get("unknown_words")
        first = str(words[0]) if isinstance(words, list) and words else "="
        column, _sign, params["word"] = first.partition("=")
        params["column"] = FIELD_LABELS.get(column, column)
    return params


def fields_to_correct(code: str, row: Mapping[str, object], raw: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return the fields whose cells should be filled anew, those that the row's own heading names."""
    if code == "word_unknown":
        words = row.get("unknown_words")
        return tuple(str(word).partition("=")[0] for word in words) if isinstance(words, list) else ()
    fields = VERDICTS[code].fields
    if code == "date_unreadable":
        fields = tuple(name for name in fields if row.get(name) is None and _said(name, raw))
    own = tuple("birth_place_and_date" if _joined(name, raw) else name for name in fields)
    return own or VERDICTS[code].fields


def _joined(name: str, raw: Mapping[str, str | None]) -> bool:
    return name == "birth_date" and not raw.get("birth_date") and bool(raw.get("birth_place_and_date"))


def _said(name: str, raw: Mapping[str, str | None]) -> bool:
    return bool(raw.get(name)) or _joined(name, raw)


class _Lenient(dict[str, object]):
    """Parameters of a sentence; what is missing shows as an ellipsis, whatever its kind."""

    def __missing__(self, name: str) -> object:
        return _Ellipsis()


class _Ellipsis(int):
    """A gap in a sentence, good for %s and %d."""

    def __str__(self) -> str:
        return "…"
