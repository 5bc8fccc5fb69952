from titian.people.actions.correct import PersonDetails, correct_details, fill_details
from titian.people.actions.employment import (
    NewSpell,
    SpellCorrection,
    correct_employment,
    record_employment,
    remove_employment,
)
from titian.people.actions.link import NewLink, link
from titian.people.actions.register import NewPerson, register
from titian.people.actions.remove import remove_unused
from titian.people.actions.state_disability import DisabilityStatement, state_disability

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
    "record_employment",
    "register",
    "remove_employment",
    "remove_unused",
    "state_disability",
]
