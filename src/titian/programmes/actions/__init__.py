from titian.programmes.actions.record_outlook import Outcome, record_outlook
from titian.programmes.actions.register_programmes import (
    KnownProgramme,
    NewProgramme,
    ProgrammeKey,
    register_programmes,
)
from titian.programmes.actions.remove_unused import remove_unused_programmes

__all__ = [
    "KnownProgramme",
    "NewProgramme",
    "Outcome",
    "ProgrammeKey",
    "record_outlook",
    "register_programmes",
    "remove_unused_programmes",
]
