from titian.people.models.needs import Accommodation, AccommodationKind, Difficulty, Needs, Setting
from titian.people.models.person import (
    Consent,
    ConsentPurpose,
    Disability,
    EmploymentSpell,
    Evidence,
    NoNikReason,
    Person,
    PersonQuerySet,
    ServiceLink,
    Sex,
)
from titian.people.models.registration import Claim, Registration
from titian.people.models.requests import ChangeRequest, DeletionRequest, RequestState
from titian.people.models.seeker import CardReport, JobSeekerCard, JobSeekerEvent, SeekerEventKind
from titian.people.models.training import TrainingSpell
from titian.people.models.union import Merge

__all__ = [
    "Accommodation",
    "AccommodationKind",
    "CardReport",
    "ChangeRequest",
    "Claim",
    "Consent",
    "ConsentPurpose",
    "DeletionRequest",
    "Difficulty",
    "Disability",
    "EmploymentSpell",
    "Evidence",
    "JobSeekerCard",
    "JobSeekerEvent",
    "Merge",
    "Needs",
    "NoNikReason",
    "Person",
    "PersonQuerySet",
    "Registration",
    "RequestState",
    "SeekerEventKind",
    "ServiceLink",
    "Setting",
    "Sex",
    "TrainingSpell",
]
