from titian.counselling.models.appointment import Appointment, QueueTicket, Slot, TicketKind
from titian.counselling.models.decision import (
    Comparison,
    Decision,
    DecisionRoute,
    Route,
    RouteOutcome,
    StepOwner,
    Verdict,
)
from titian.counselling.models.interview import Answer, AnswerSource, Interview, InterviewVersion
from titian.counselling.models.notice import Channel, Notice
from titian.counselling.models.route_draw import RouteDraw
from titian.counselling.models.tie import FamilyCard, Tie, TieKind

__all__ = [
    "Answer",
    "AnswerSource",
    "Appointment",
    "Channel",
    "Comparison",
    "Decision",
    "DecisionRoute",
    "FamilyCard",
    "Interview",
    "InterviewVersion",
    "Notice",
    "QueueTicket",
    "Route",
    "RouteDraw",
    "RouteOutcome",
    "Slot",
    "StepOwner",
    "TicketKind",
    "Tie",
    "TieKind",
    "Verdict",
]
