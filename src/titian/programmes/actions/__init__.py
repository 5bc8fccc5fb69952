from titian.programmes.actions.register_programmes import (
    KnownProgramme,
    NewProgramme,
    ProgrammeKey,
    register_programmes,
)

__all__ = ["KnownProgramme", "NewProgramme", "ProgrammeKey", "register_programmes"]
