"""Roster files we write ourselves: held rows to repair, and blank rosters."""

from titian.rosters.writing.held import HeldRow, doubtful_nik, write_held
from titian.rosters.writing.template import ClassInfo, write_template

__all__ = ["ClassInfo", "HeldRow", "doubtful_nik", "write_held", "write_template"]
