from titian.admissions.models.application import Application, Choice, DocumentCheck, Term
from titian.admissions.models.offer import Offer, Reminder
from titian.admissions.models.rating import Exam, Rating
from titian.admissions.models.round import AdmissionRound, DiceEntry, RoundClass
from titian.admissions.models.run import Appeal, Result, Run, RunKind

__all__ = [
    "AdmissionRound",
    "Appeal",
    "Application",
    "Choice",
    "DiceEntry",
    "DocumentCheck",
    "Exam",
    "Offer",
    "Rating",
    "Reminder",
    "Result",
    "RoundClass",
    "Run",
    "RunKind",
    "Term",
]
