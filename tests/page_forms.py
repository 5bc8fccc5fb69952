"""What a browser would send back of a form on a page."""

from __future__ import annotations

from html.parser import HTMLParser

from django.test import Client


class _Forms(HTMLParser):
    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.inside = action, False
        self.fields: list[tuple[str, str]] = []
        self._select = self._area = ""
        self._chosen: list[str] | None = None
        self._first, self._text = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = told.get("method") == "post" and told.get("action") in (self.action, "")
        if not self.inside:
            return
        name = told.get("name", "")
        if tag == "input" and name:
            if told.get("type") not in ("radio", "checkbox") or "checked" in told:
                self.fields.append((name, told.get("value", "on" if "checked" in told else "")))
        elif tag == "select":
            self._select, self._chosen, self._first = name, [], ""
        elif tag == "option" and self._select and self._chosen is not None:
            self._first = self._first or told.get("value", "")
            if "selected" in told:
                self._chosen.append(told.get("value", ""))
        elif tag == "textarea":
            self._area, self._text = name, ""

    def handle_data(self, data: str) -> None:
        self._text += data if self._area else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select" and self._select:
            self.fields += [(self._select, value) for value in self._chosen or ([])]
            self._select = ""
        elif tag == "textarea" and self._area:
            self.fields.append((self._area, self._text.removeprefix("\n")))
            self._area = ""


def filled(client: Client, path: str, **changes: object) -> dict[str, object]:
    """Return what a browser would send from the page at `path` after these changes."""
    return {**fields_of(client.get(path).content.decode(), path), **changes}


def fields_of(page: str, action: str) -> dict[str, list[str]]:
    """Return the fields of the form that is sent to `action`, as they stand on the page."""
    reader = _Forms(action)
    reader.feed(page)
    found: dict[str, list[str]] = {}
    for name, value in reader.fields:
        found.setdefault(name, []).append(value)
    assert found, f"no form for {action}"
    return found
