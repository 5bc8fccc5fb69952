"""Who took a file away and when, written into the file itself."""

from __future__ import annotations

import io
import re
import zipfile
from contextvars import ContextVar
from xml.sax.saxutils import escape, unescape

# Set for one request by the door of exports; a template that draws pages prints it in the foot.
MARK: ContextVar[str] = ContextVar("titian_mark", default="")
_AFTER = re.compile(rb"<pageSetup[^>]*/>|<pageMargins[^>]*/>")
_FOOT = re.compile(rb"<oddFooter>(.*?)</oddFooter>", re.DOTALL)
_SIDE = re.compile(r"&([LCR])")
_HEAD = re.compile(rb"<oddHeader>.*?</oddHeader>", re.DOTALL)
_HEAD_AND_FOOT = re.compile(rb"<headerFooter[^>]*?(?:/>|>.*?</headerFooter>)", re.DOTALL)
_NOTES = re.compile(rb"<(dc:description)>.*?</dc:description>|<dc:description/>", re.DOTALL)
LONGEST_FOOT = 255  # what a spreadsheet keeps


def marked(content: bytes, kind: str, mark: str) -> bytes:
    """Return the file with the mark in it, by the end of its name; PDFs bear it since they were drawn."""
    if kind == "csv":
        return content + f"\r\n# {mark}\r\n".encode()
    if kind == "json" and content.startswith(b"{"):
        told = mark.replace("\\", "").replace('"', "'")
        return b'{"_unduhan": "' + told.encode() + b'",' + content[1:] if content[1:2] != b"}" else content
    if kind in {"xlsx", "pptx"}:
        return _package(content, mark)
    return content


def rows_in(content: bytes, kind: str) -> int | None:
    """Return how many lines of a table the file holds; None where it is no table."""
    if kind == "csv":
        return max(content.count(b"\n") - 1, 0)
    if kind == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return sum(package.read(name).count(b"<row ") for name in package.namelist() if _is_sheet(name))
    return None


def _package(content: bytes, mark: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(made, "w") as copy:
        for part in package.infolist():
            inside = package.read(part)
            if _is_sheet(part.filename):
                inside = _with_foot(inside, mark)
            elif part.filename == "docProps/core.xml":
                inside = _with_notes(inside, mark)
            copy.writestr(part, inside, compress_type=zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _is_sheet(name: str) -> bool:
    return name.startswith("xl/worksheets/sheet")


def _with_foot(sheet: bytes, mark: str) -> bytes:
    """Print the mark below every page; what stands above it stays."""
    found = _FOOT.search(sheet)
    foot = escape(_foot(unescape(found[1].decode()) if found else "", mark.replace("&", "dan")))
    head = _HEAD.search(sheet)
    above = head[0] if head else b""
    element = b"<headerFooter>" + above + f"<oddFooter>{foot}</oddFooter></headerFooter>".encode()
    sheet = _HEAD_AND_FOOT.sub(b"", sheet)
    last = max((found.end() for found in _AFTER.finditer(sheet)), default=None)
    return sheet if last is None else sheet[:last] + element + sheet[last:]


def _foot(former: str, mark: str) -> str:
    """Return a spreadsheet's foot with the mark as last line at the left.

    What stood in the middle and at the right stays; what stood at the left does as far as there is room.
    """
    middle, *told = _SIDE.split(former)
    sides = {"L": "", "C": middle, "R": ""} | dict(zip(told[::2], told[1::2], strict=True))
    rest = "".join(f"&{side}{sides[side]}" for side in "CR" if sides[side])
    both = f"&L{sides['L']}\n{mark}" if sides["L"] else f"&L{mark}"
    if len(both) + len(rest) <= LONGEST_FOOT:
        return both + rest
    return f"&L{mark}{rest}" if len(mark) + len(rest) + 2 <= LONGEST_FOOT else f"&L{mark}"


def _with_notes(core: bytes, mark: str) -> bytes:
    element = f"<dc:description>{escape(mark)}</dc:description>".encode()
    without = _NOTES.sub(b"", core)
    return without.replace(b"</cp:coreProperties>", element + b"</cp:coreProperties>")
