"""Files nobody should send, by the thousand from one seed; run as a process of its own it reads them within limits.

`python -m faults.malformed SEED FIRST COUNT` prints one JSON line a file: number, kind, what became of it, CPU seconds.
"""

from __future__ import annotations

import io
import json
import random
import resource
import struct
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "examples" / "rosters-2022"
MEMORY = 3 * 1024**3  # address space, of which the libraries take a third before they read anything
WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)  # workbooks are read by a process of their own
Made = tuple[str, bytes]  # suffix and content

_SHEET = "xl/worksheets/sheet1.xml"
_OPEN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_CLOSE = b"</sheetData></worksheet>"


def made(seed: int, number: int) -> tuple[str, Made]:
    """Return the kind and the file of this number."""
    chance = random.Random(f"{seed}/{number}")
    kind = list(KINDS)[number % len(KINDS)]
    return kind, KINDS[kind](chance)


def _real(chance: random.Random) -> Made:
    if chance.random() < 0.2:
        return ".ods", _packed(_open_document())
    path = chance.choice(sorted(SAMPLE.glob("*.xlsx")))
    return path.suffix, path.read_bytes()


def _truncated(chance: random.Random) -> Made:
    suffix, content = _real(chance)
    return suffix, content[: chance.randrange(len(content))]


def _bits(chance: random.Random) -> Made:
    suffix, content = _real(chance)
    spoilt = bytearray(content)
    for _time in range(chance.randint(1, 40)):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return suffix, bytes(spoilt)


def _wrong_type(chance: random.Random) -> Made:
    starts = [
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n",
        b"MZ\x90\0",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"<html>",
        b"\x1f\x8b\x08",
    ]
    body = chance.choice(starts) + chance.randbytes(chance.randint(0, 4000))
    return chance.choice([".xlsx", ".ods", ".csv", ".xls", ".xlsm", ".exe", ""]), body


def _other_suffix(chance: random.Random) -> Made:
    return chance.choice([".xlsx", ".ods", ".csv", ".xls"]), _real(chance)[1]


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {part: package.read(part) for part in package.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def _open_document() -> dict[str, bytes]:
    """A small sound .ods; the sample brings none."""
    lines = [["Nama", "NIK", "Tanggal Lahir", "L/P"], *[["Ani Lestari", f"35100541079900{n:02}", "01/07/1999", "P"]
             for n in range(30)]]  # fmt: skip
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(
        f"<table:table-row>{''.join(cell.format(text) for text in line)}</table:table-row>" for line in lines
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="Lembar 1">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return {
        "mimetype": kind.encode(),
        "content.xml": content.encode(),
        "META-INF/manifest.xml": manifest.encode(),
    }


def _package(chance: random.Random, suffix: str) -> dict[str, bytes]:
    if suffix == ".ods":
        return _open_document()
    return _parts(chance.choice(sorted(SAMPLE.glob("*.xlsx"))).read_bytes())


def _xml_spoilt(chance: random.Random) -> Made:
    """Valid packages whose XML is not: bytes changed, lines doubled, ends missing."""
    suffix = chance.choice([".xlsx", ".ods"])
    parts = _package(chance, suffix)
    name = chance.choice(sorted(name for name in parts if name.endswith(".xml")))
    text = bytearray(parts[name])
    for _time in range(chance.randint(1, 6)):
        at = chance.randrange(max(len(text), 1))
        how = chance.randrange(4)
        if how == 0:
            text[at : at + chance.randint(1, 200)] = b""
        elif how == 1:
            text[at:at] = text[at : at + chance.randint(1, 400)]
        elif how == 2:
            text[at:at] = chance.choice([b"<", b"&", b"]]>", b"\0", b"<!--", b'"', b"<c r='AA", b"\xff\xfe"])
        else:
            del text[at:]
    parts[name] = bytes(text)
    return suffix, _packed(parts)


def _part_missing(chance: random.Random) -> Made:
    suffix = chance.choice([".xlsx", ".ods"])
    parts = _package(chance, suffix)
    for name in chance.sample(sorted(parts), k=min(chance.randint(1, 3), len(parts))):
        del parts[name]
    return suffix, _packed(parts)


def _entities(chance: random.Random) -> Made:
    """Entities that double themselves, or name a file of the machine."""
    depth = chance.randint(3, 30)
    lines = [b'<!ENTITY a0 "lol">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">'.encode() for n in range(1, depth)]
    lines += [b'<!ENTITY f SYSTEM "file:///etc/passwd">']
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [' + b"".join(lines) + b"]>"
    suffix = chance.choice([".xlsx", ".ods"])
    parts = _package(chance, suffix)
    name = (
        "content.xml" if suffix == ".ods" else chance.choice(sorted(n for n in parts if n.endswith(".xml")))
    )
    use = f"&a{depth - 1};&f;".encode()
    body = parts[name].split(b"?>", 1)[-1]
    at = body.find(b">", len(body) // 2) + 1
    parts[name] = bomb + body[:at] + use + body[at:]
    return suffix, _packed(parts)


def _nested(chance: random.Random) -> Made:
    depth = chance.choice([1_000, 50_000, 400_000])
    suffix = chance.choice([".xlsx", ".ods"])
    parts = _package(chance, suffix)
    name = "content.xml" if suffix == ".ods" else _first_sheet(parts)
    parts[name] = b"<a>" * depth + (b"" if chance.random() < 0.5 else b"</a>" * depth)
    return suffix, _packed(parts)


def _first_sheet(parts: dict[str, bytes]) -> str:
    return min(name for name in parts if name.startswith("xl/worksheets/") and name.endswith(".xml"))


def _zip_bomb(chance: random.Random) -> Made:
    """Much out of little: in a sheet, in the texts that cells share, or in a part nobody needs."""
    parts = _package(chance, ".xlsx")
    megabytes = chance.choice([60, 120])
    where = chance.choice([_first_sheet(parts), "xl/sharedStrings.xml", "xl/media/a.bin"])
    parts[where] = b" " * (megabytes << 20)
    return ".xlsx", _packed(parts)


def _lying_size(chance: random.Random) -> Made:
    """A package whose list says a part is small, and which unpacks to far more."""
    parts = _package(chance, ".xlsx")
    where = chance.choice([_first_sheet(parts), "xl/sharedStrings.xml"])
    size = chance.choice([20, 80]) << 20
    parts[where] = _OPEN + b" " * size + _CLOSE
    content = _packed(parts)
    true, false = struct.pack("<I", len(parts[where])), struct.pack("<I", chance.randint(0, 5000))
    return ".xlsx", content.replace(true, false)


def _texts_bomb(chance: random.Random) -> Made:
    """One long text that a hundred thousand cells share."""
    parts = _package(chance, ".xlsx")
    text = b"A" * chance.choice([32_767, 200_000])
    parts["xl/sharedStrings.xml"] = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
        + text
        + b"</t></si></sst>"
    )
    rows = b"".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>'.encode()
        for row in range(1, chance.choice([2_000, 60_000]))
    )
    parts[_first_sheet(parts)] = _OPEN + rows + _CLOSE
    return ".xlsx", _packed(parts)


def _far_cell(chance: random.Random) -> Made:
    parts = _package(chance, ".xlsx")
    cell = chance.choice(
        ["XFD1048576", "A1048576", "XFD1", "ZZZZZ99999999", "A0", "1A", "A-1", "KZ299999", "A299999"]
    )
    first = f'<row r="1"><c r="A1" t="inlineStr"><is><t>Nama</t></is></c></row><row><c r="{cell}"><v>1</v></c></row>'
    parts[_first_sheet(parts)] = _OPEN + first.encode() + _CLOSE
    return ".xlsx", _packed(parts)


def _wide(chance: random.Random) -> Made:
    columns = chance.choice([299, 300, 301, 1_000, 16_000])
    if chance.random() < 0.5:
        return ".csv", "\n".join(";".join("x" * columns) for _row in range(30)).encode()
    cells = b"".join(b'<c t="inlineStr"><is><t>NIK</t></is></c>' for _column in range(columns))
    parts = _package(chance, ".xlsx")
    parts[_first_sheet(parts)] = _OPEN + b"<row>" + cells + b"</row>" + _CLOSE
    return ".xlsx", _packed(parts)


def _huge_cell(chance: random.Random) -> Made:
    text = chance.choice(["Ani ", "9" * 7, "=A1+", "\u202e", "0"]) * chance.choice([10_000, 1_000_000])
    return ".csv", f"Nama;NIK;Tanggal Lahir\n{text};3510054107990001;01/07/1999\n".encode()


def _formulas(chance: random.Random) -> Made:
    evil = [
        '=cmd|"/c calc"!A1',
        '=HYPERLINK("http://x.invalid","klik")',
        "@SUM(1)",
        "+1+1",
        "-2+3",
        '=WEBSERVICE("x")',
    ]
    rows = [";".join(chance.choice(evil) for _cell in range(5)) for _row in range(20)]
    return ".csv", ("Nama;NIK;Tanggal Lahir;L/P;Alamat\n" + "\n".join(rows)).encode()


def _encodings(chance: random.Random) -> Made:
    encoding = chance.choice(
        ["utf-16", "utf-16-le", "utf-32", "cp1252", "shift_jis", "utf-7", "cp037", "gb18030"]
    )
    text = "Nama;NIK;Tanggal Lahir\nAni Lestari;3510054107990001;01/07/1999\n" * chance.randint(1, 40)
    return ".csv", text.encode(encoding) + chance.randbytes(chance.randint(0, 20))


def _quotes(chance: random.Random) -> Made:
    """Quotation marks that never close, lines that never end, all kinds of line ends, empty bytes."""
    signs = [
        '"',
        ";",
        ",",
        "\t",
        "\r",
        "\n",
        "\x00",
        "\x0b",
        "\u2028",
        "'",
        "Nama",
        "NIK",
        "3510054107990001",
    ]
    return ".csv", "".join(
        chance.choice(signs) for _sign in range(chance.choice([50, 3_000, 200_000]))
    ).encode()


def _noise(chance: random.Random) -> Made:
    return chance.choice([".csv", ".xlsx", ".ods", ".xls"]), chance.randbytes(
        chance.choice([1, 3, 100, 20_000])
    )


def _repeats(chance: random.Random) -> Made:
    """An .ods of cells and rows that say they are repeated without end."""
    many = chance.choice([300, 20_000, 1_048_576, 4_294_967_296, -1])
    parts = _package(chance, ".ods")
    cell = (
        f'<table:table-row table:number-rows-repeated="{many}"><table:table-cell office:value-type="string" '
        f'table:number-columns-repeated="{chance.choice([1, 200, 16_384])}"><text:p>Nama</text:p></table:table-cell>'
        "</table:table-row>"
    )
    parts["content.xml"] = parts["content.xml"].replace(
        b"<table:table-row", cell.encode() + b"<table:table-row", 1
    )
    return ".ods", _packed(parts)


KINDS: dict[str, Callable[[random.Random], Made]] = {
    function.__name__.strip("_"): function
    for function in (
        _truncated, _bits, _wrong_type, _other_suffix, _xml_spoilt, _part_missing, _entities, _nested, _zip_bomb,
        _lying_size, _texts_bomb, _far_cell, _wide, _huge_cell, _formulas, _encodings, _quotes, _noise, _repeats,
        _real,
    )
}  # fmt: skip


def main(seed: int, first: int, count: int) -> None:
    import django

    django.setup()
    from titian.core.errors import DomainError
    from titian.rosters.reading.vocabulary import Vocabulary
    from titian.rosters.reading.workbook import read_workbook

    words = Vocabulary.from_files()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, first + count):
            kind, (suffix, content) = made(seed, number)
            path = Path(folder) / f"berkas{suffix}"
            path.write_bytes(content)
            print(json.dumps({"begun": number, "kind": kind}), flush=True)
            started = processor_seconds()
            try:
                read_workbook(path, words, year=2022)
                became = "read"
            except DomainError as refusal:
                became = refusal.code
            except BaseException as fault:  # noqa: BLE001 - a traceback is what the test is after
                became = f"{type(fault).__name__}: {fault}"[:300]
            seconds = processor_seconds() - started
            path.unlink()
            print(
                json.dumps({"number": number, "kind": kind, "became": became, "seconds": seconds}), flush=True
            )
    peak = max(resource.getrusage(who).ru_maxrss for who in WHO)
    print(json.dumps({"peak": peak}), flush=True)


def processor_seconds() -> float:
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, WHO))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
