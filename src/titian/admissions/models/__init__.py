from titian.admissions.models.application import Application, Choice, DocumentCheck, Term
from titian.admissions.models.beacon import Beacon
from titian.admissions.models.bed import BedPlace
from titian.admissions.models.departure import Departure, DepartureCause, DepartureKind
from titian.admissions.models.nomination import Nomination, NominationQuota, Paper
from titian.admissions.models.offer import Offer, Reminder, ReminderAbout
from titian.admissions.models.rating import Exam, Rating
from titian.admissions.models.round import AdmissionRound, DiceEntry, RoundClass
from titian.admissions.models.run import Appeal, Result, Run, RunKind

__all__ = [
    "AdmissionRound",
    "Appeal",
    "Application",
    "Beacon",
    "BedPlace",
    "Choice",
    "Departure",
    "DepartureCause",
    "DepartureKind",
    "DiceEntry",
    "DocumentCheck",
    "Exam",
    "Nomination",
    "NominationQuota",
    "Offer",
    "Paper",
    "Rating",
    "Reminder",
    "ReminderAbout",
    "Result",
    "RoundClass",
    "Run",
    "RunKind",
    "Term",
]
