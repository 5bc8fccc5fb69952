from titian.people.actions.correct import PersonDetails, correct_details, fill_details
from titian.people.actions.employment import (
    NewSpell,
    SpellCorrection,
    correct_employment,
    record_employment,
    remove_employment,
)
from titian.people.actions.link import NewLink, link, unlink
from titian.people.actions.note_look import note_look
from titian.people.actions.register import NewPerson, register
from titian.people.actions.remove import remove_unused
from titian.people.actions.rotate_niks import put_index_in_force, renew_niks, staged_index
from titian.people.actions.state_disability import DisabilityStatement, state_disability
from titian.people.actions.unmask_nik import unmask_nik

__all__ = [
    "DisabilityStatement",
    "NewLink",
    "NewPerson",
    "NewSpell",
    "PersonDetails",
    "SpellCorrection",
    "correct_details",
    "correct_employment",
    "fill_details",
    "link",
    "note_look",
    "put_index_in_force",
    "record_employment",
    "register",
    "remove_employment",
    "remove_unused",
    "renew_niks",
    "staged_index",
    "state_disability",
    "unlink",
    "unmask_nik",
]
