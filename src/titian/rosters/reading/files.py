"""Files opened with care: which kind, how large once unpacked, whole or broken."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import itertools
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import overload

import numpy as np
import polars as pl
from django.utils.translation import gettext as _

from titian.core.errors import DomainError
from titian.core.workbooks import Cell, UnreadableWorkbook, sheets_of
from titian.rosters.reading.cells import letter_of

MAX_FILE = 60_000_000
MAX_UNPACKED = 300_000_000
MAX_PART_RATIO = 200
RATIO_COUNTS_FROM = 50_000_000
MAX_COLUMNS = 300
MAX_ROWS = 300_000
MAX_CELL = 32_767
MAX_TEXT = 300_000_000
TOO_SLOW = "file_too_slow"
KINDS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What a package that is none makes the library raise, each kind of packing its own.
_ZIP_FAULTS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, OSError, ValueError, struct.error,
    lzma.LZMAError, zlib.error,
)  # fmt: skip
_CHUNK = 1 << 20
_ROWS_AT_ONCE = 5_000
# A cell or row named far outside any roster: the reader would reserve room for all that lies between. Looking for
# such a name in any quotes first costs half of looking for it as what it must be.
_FAR_NAME = rb"""(?:[A-Z]{3,}\d|[L-Z][A-Z]\d|K[O-Z]\d|[A-Z]*(?:[3-9]\d{5}["']|\d{7}))"""
_QUOTED_FAR = tuple((quote, re.compile(quote + _FAR_NAME)) for quote in (b'"', b"'"))
_FAR = re.compile(rb"""\sr\s*=\s*["']""" + _FAR_NAME)
_SHARED = re.compile(rb"<(?:\w+:)?si[ >/]")
_USED = re.compile(rb"""t=["']s["'][^>]*>\s*<(?:\w+:)?v[^>]*>\s*(\d{1,9})""")
_REPEATED = re.compile(rb'<table:(?:table|covered-table)-(cell|row)\b[^>]*-repeated="(\d{3,})"')


class TextRows(Sequence[Sequence[str]]):
    """Rows of text as columns: a hundred thousand of them take half the room of as many lists.

    `frame` has a column of texts a letter, '' where a cell is blank.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def __len__(self) -> int:
        return self.frame.height

    @overload
    def __getitem__(self, at: int) -> Sequence[str]: ...
    @overload
    def __getitem__(self, at: slice) -> TextRows: ...
    def __getitem__(self, at: int | slice) -> Sequence[str] | TextRows:
        return TextRows(self.frame[at]) if isinstance(at, slice) else self.frame.row(at)

    def __iter__(self) -> Iterator[Sequence[str]]:
        return self.frame.iter_rows()


@dataclass(frozen=True)
class Grid:
    """One sheet, or a part of it, as its cells stand there; `rows[0]` is the row after `above`."""

    name: str
    rows: Sequence[Sequence[Cell]]
    hidden: bool = False
    is_table: bool = True
    above: int = 0

    @property
    def textual(self) -> bool:
        """Whether all cells are text, as in a csv."""
        return isinstance(self.rows, TextRows)


@dataclass(frozen=True)
class OpenedFile:
    """A file of a known kind; what else it cannot be is refused while its `grids` are gone through, once."""

    name: str
    sha256: str
    size: int
    grids: Iterator[Grid]


def sha256_of(path: Path) -> str:
    """Return the digest of a file's bytes, or refuse in words what cannot be read."""
    return hashlib.sha256(_content(path)).hexdigest()


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise DomainError(_("Berkas %(name)s tidak ditemukan.") % {"name": path.name}, code="file_unreadable")
    size = path.stat().st_size
    if size == 0:
        raise DomainError(
            _("Berkas %(name)s kosong. Unggah ulang berkas aslinya.") % {"name": path.name},
            code="file_unreadable",
        )
    if size > MAX_FILE:
        raise _too_large(path)
    return path.read_bytes()


def open_roster(path: Path) -> OpenedFile:
    """Return the sheets of a spreadsheet file, or refuse in words what cannot be one."""
    content = _content(path)
    kind = path.suffix.lower()
    if kind == ".csv":
        grids = iter([_csv_grid(path, content)])
    elif kind in KINDS:
        grids = _workbook_grids(path, kind, content)
    else:
        raise DomainError(
            _("%(name)s bukan berkas yang dikenal. Gunakan .xlsx, .ods atau .csv.") % {"name": path.name},
            code="file_wrong_type",
        )
    return OpenedFile(path.name, hashlib.sha256(content).hexdigest(), len(content), grids)


def _workbook_grids(path: Path, kind: str, content: bytes) -> Iterator[Grid]:
    if content.startswith(_ZIP):
        _guard_zip(path, content)
    elif not (kind == ".xls" and content.startswith(_OLE)):
        if content.startswith(_OLE):
            raise DomainError(
                _(
                    "Berkas %(name)s terkunci kata sandi atau berformat .xls lama. "
                    "Buka di Excel, hapus kata sandinya, lalu simpan sebagai .xlsx."
                )
                % {"name": path.name},
                code="file_unreadable",
            )
        raise DomainError(
            _(
                "%(name)s berakhiran %(kind)s tetapi isinya bukan lembar kerja. "
                "Buka di Excel atau LibreOffice, lalu simpan sebagai .xlsx."
            )
            % {"name": path.name, "kind": kind},
            code="file_wrong_type",
        )
    try:
        for sheet in sheets_of(content):
            _guard_cells(path, sheet.name, sheet.rows)
            yield Grid(sheet.name, sheet.rows, sheet.hidden, sheet.is_table)
    except UnreadableWorkbook as fault:
        refusals = {"locked": _locked, "too large": _too_large, "too slow": _too_slow}
        raise refusals.get(fault.why, _broken)(path) from fault


def _guard_zip(path: Path, content: bytes) -> None:
    """Refuse a package that unpacks to far more than it weighs, names far-off cells, or is cut short."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            unpacked = sum(part.file_size for part in parts)
            packed = max(1, sum(part.compress_size for part in parts))
            if unpacked > MAX_UNPACKED or (
                unpacked > RATIO_COUNTS_FROM and unpacked / packed > MAX_PART_RATIO
            ):
                raise _too_large(path)
            for part in parts:
                if part.flag_bits & 1:
                    raise _locked(path)
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                    _guard_sheet(path, package, part)
                elif part.filename == "content.xml":
                    _guard_repeats(path, package.read(part))
            shared = next((part for part in parts if part.filename.lower() == "xl/sharedstrings.xml"), None)
            if shared is not None:
                _guard_shared_texts(path, package, shared)
    except _ZIP_FAULTS as error:
        raise _broken(path) from error


def _guard_sheet(path: Path, package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    read, tail = 0, b""
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            read += len(chunk)
            seen = tail + chunk
            far = any(quote in seen and name.search(seen) for quote, name in _QUOTED_FAR)
            if read > MAX_UNPACKED or (far and _FAR.search(seen)):
                raise _too_large(path)
            tail = chunk[-32:]


def _guard_shared_texts(path: Path, package: zipfile.ZipFile, shared: zipfile.ZipInfo) -> None:
    """Refuse a workbook whose cells share texts so long that all of them together would fill the memory."""
    starts = np.array([found.start() for found in _SHARED.finditer(package.read(shared))], dtype=np.int64)
    if not len(starts):
        return
    lengths = np.diff(starts, append=shared.file_size)
    longest, cells = int(lengths.max()), 0
    sheets = [part for part in package.infolist() if part.filename.startswith("xl/worksheets/")]
    for part in sheets:
        with package.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                cells += chunk.count(b't="s"') + chunk.count(b"t='s'")
    if cells * longest <= MAX_TEXT:
        return
    told = 0
    for part in sheets:  # seldom: so many cells, or one very long text
        used = np.array(_USED.findall(package.read(part)), dtype=np.int64)
        told += int(lengths[used[used < len(lengths)]].sum())
        if told > MAX_TEXT:
            raise _too_large(path)


def _guard_repeats(path: Path, content: bytes) -> None:
    """Refuse an .ods whose repeated cells or rows, up to the last filled one, would fill the memory."""
    rows = 0
    for match in _REPEATED.finditer(content):
        is_row = match.group(1) == b"row"
        end = content.find(b"</table:table>" if is_row else b"</table:table-row>", match.start())
        if content.find(b"office:value", match.start(), end if end >= 0 else len(content)) < 0:
            continue
        rows += int(match.group(2)) if is_row else 0
        if rows > MAX_ROWS or (not is_row and int(match.group(2)) > MAX_COLUMNS):
            raise _too_large(path)


def _guard_cells(path: Path, sheet: str, rows: list[list[Cell]]) -> None:
    if len(rows) > MAX_ROWS:
        raise _too_large(path)
    if rows and len(rows[0]) > MAX_COLUMNS:
        raise DomainError(
            _(
                "Lembar %(sheet)s pada %(name)s berisi lebih dari %(most)d kolom. "
                "Hapus kolom yang tidak dipakai, lalu simpan ulang."
            )
            % {"sheet": sheet, "name": path.name, "most": MAX_COLUMNS},
            code="file_too_large",
        )


def _csv_grid(path: Path, content: bytes) -> Grid:
    text = _decoded(path, content).replace("\x00", "")
    delimiter = _delimiter(text)
    # Told as bytes: StringIO would hold each letter in four.
    with io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8", newline="") as lines:
        del text
        rows = csv.reader(lines, delimiter=delimiter)
        frames, height = [], 0
        try:
            while some := list(itertools.islice(rows, _ROWS_AT_ONCE)):
                height += len(some)
                if height > MAX_ROWS or max(map(len, some)) > MAX_COLUMNS:
                    raise _too_large(path)
                columns = list(itertools.zip_longest(*some, fillvalue="")) or [("",) * len(some)]
                frames.append(pl.DataFrame({letter_of(at): column for at, column in enumerate(columns)}))
        except csv.Error as error:
            raise _broken(path) from error
    frame = pl.concat(frames, how="diagonal") if frames else pl.DataFrame()
    return Grid(path.stem, TextRows(frame.with_columns(pl.all().fill_null(""))))


def _decoded(path: Path, content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if content.startswith((_ZIP, _OLE)) or b"\x00" in content[:4096]:
        raise DomainError(
            _("%(name)s berakhiran .csv tetapi isinya bukan teks. Simpan ulang sebagai CSV atau .xlsx.")
            % {"name": path.name},
            code="file_wrong_type",
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """Return the sign that divides the richest of the first lines: comma, semicolon or tab."""
    lines = text[:20_000].splitlines()[:60]
    counts = {sign: max((line.count(sign) for line in lines), default=0) for sign in (";", "\t", ",")}
    return max(counts, key=lambda sign: counts[sign])


def _locked(path: Path) -> DomainError:
    return DomainError(
        _("Berkas %(name)s terkunci kata sandi. Hapus kata sandinya di Excel, lalu simpan ulang.")
        % {"name": path.name},
        code="file_unreadable",
    )


def _broken(path: Path) -> DomainError:
    return DomainError(
        _(
            "Berkas %(name)s rusak atau terpotong sehingga tidak dapat dibaca. "
            "Buka di Excel, simpan ulang sebagai .xlsx, lalu unggah kembali."
        )
        % {"name": path.name},
        code="file_unreadable",
    )


def _too_slow(path: Path) -> DomainError:
    return DomainError(
        _(
            "Membaca berkas %(name)s terlalu lama, biasanya karena berkasnya rusak. "
            "Buka di Excel, simpan ulang sebagai .xlsx, lalu unggah kembali."
        )
        % {"name": path.name},
        code=TOO_SLOW,
    )


def _too_large(path: Path) -> DomainError:
    return DomainError(
        _(
            "Berkas %(name)s terlalu besar untuk sebuah daftar peserta. "
            "Hapus lembar, baris dan kolom yang tidak dipakai, atau bagi menjadi beberapa berkas."
        )
        % {"name": path.name},
        code="file_too_large",
    )
