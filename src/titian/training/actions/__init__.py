from titian.training.actions.change_organiser import change_organiser
from titian.training.actions.enrol import EnrolmentStatement, enrol
from titian.training.actions.enrol_accepted import enrol_accepted
from titian.training.actions.seat import Newcomer, Seated, seat_by_hand
from titian.training.actions.withdraw import withdraw

__all__ = [
    "EnrolmentStatement",
    "Newcomer",
    "Seated",
    "change_organiser",
    "enrol",
    "enrol_accepted",
    "seat_by_hand",
    "withdraw",
]
