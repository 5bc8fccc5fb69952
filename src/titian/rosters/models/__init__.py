from titian.rosters.models.load import (
    Load,
    LoadedFile,
    LoadedSheet,
    LoadState,
    StagedRow,
    VanishedRow,
    Verdict,
)
from titian.rosters.models.upload import UploadedRoster, UploadState
from titian.rosters.models.vocabulary import HeadingWord, ValueWord

__all__ = [
    "HeadingWord",
    "Load",
    "LoadState",
    "LoadedFile",
    "LoadedSheet",
    "StagedRow",
    "UploadState",
    "UploadedRoster",
    "ValueWord",
    "VanishedRow",
    "Verdict",
]
