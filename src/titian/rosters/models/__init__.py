from titian.rosters.models.load import (
    Load,
    LoadedFile,
    LoadedSheet,
    LoadState,
    StagedRow,
    VanishedRow,
    Verdict,
)
from titian.rosters.models.vocabulary import HeadingWord, ValueWord

__all__ = [
    "HeadingWord",
    "Load",
    "LoadState",
    "LoadedFile",
    "LoadedSheet",
    "StagedRow",
    "ValueWord",
    "VanishedRow",
    "Verdict",
]
