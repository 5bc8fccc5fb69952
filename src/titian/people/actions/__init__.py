from titian.people.actions.claims import claim, hand_out_code, join
from titian.people.actions.consent import give_consent, withdraw_consent
from titian.people.actions.contact import correct_contact
from titian.people.actions.correct import PersonDetails, correct_details, fill_details
from titian.people.actions.counter import Visitor, serve_at_counter
from titian.people.actions.employment import (
    NewSpell,
    SpellCorrection,
    correct_employment,
    record_employment,
    remove_employment,
)
from titian.people.actions.link import NewLink, link, unlink
from titian.people.actions.merge import merge, undo_merge
from titian.people.actions.note_look import note_look, note_looks
from titian.people.actions.register import NewPerson, register
from titian.people.actions.registration import save_step, send_registration, state_needs, told_so_far
from titian.people.actions.remove import remove_unused
from titian.people.actions.requests import decide_change, decide_deletion, request_change, request_deletion
from titian.people.actions.rotate_niks import (
    put_index_in_force,
    renew_niks,
    renew_registrations,
    staged_index,
)
from titian.people.actions.seekers import (
    CardDetails,
    end_job_seeking,
    issue_card,
    note_heard,
    note_report,
    place_seekers,
)
from titian.people.actions.state_disability import DisabilityStatement, state_disability
from titian.people.actions.training import NewTraining, forget_training, record_training
from titian.people.actions.unmask_nik import unmask_nik

__all__ = [
    "CardDetails",
    "DisabilityStatement",
    "NewLink",
    "NewPerson",
    "NewSpell",
    "NewTraining",
    "PersonDetails",
    "SpellCorrection",
    "Visitor",
    "claim",
    "correct_contact",
    "correct_details",
    "correct_employment",
    "decide_change",
    "decide_deletion",
    "end_job_seeking",
    "fill_details",
    "forget_training",
    "give_consent",
    "hand_out_code",
    "issue_card",
    "join",
    "link",
    "merge",
    "note_heard",
    "note_look",
    "note_looks",
    "note_report",
    "place_seekers",
    "put_index_in_force",
    "record_employment",
    "record_training",
    "register",
    "remove_employment",
    "remove_unused",
    "renew_niks",
    "renew_registrations",
    "request_change",
    "request_deletion",
    "save_step",
    "send_registration",
    "serve_at_counter",
    "staged_index",
    "state_disability",
    "state_needs",
    "told_so_far",
    "undo_merge",
    "unlink",
    "unmask_nik",
    "withdraw_consent",
]
