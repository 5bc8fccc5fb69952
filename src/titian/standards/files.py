"""The code lists as they lie in the repository."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class CodeFile:
    """One code list of the manifest, in one or more files."""

    code_list: str
    version: str
    paths: tuple[Path, ...]
    source: str
    licence: str

    def sha256(self) -> str:
        digest = hashlib.sha256()
        for path in self.paths:
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def rows(self) -> list[dict[str, str]]:
        """Return the rows of all files of the list, one after the other."""
        return [row for path in self.paths for row in _rows_of(path)]


def code_files(folder: Path = FOLDER) -> list[CodeFile]:
    """Return the code lists that the manifest of the folder names, in its order."""
    return [
        CodeFile(
            code_list=row["code_list"],
            version=row["version"],
            paths=tuple(folder / name for name in row["files"].split()),
            source=row["source"],
            licence=row["licence"],
        )
        for row in _rows_of(folder / "manifest.csv")
    ]


def _rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
