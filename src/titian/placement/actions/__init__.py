from titian.placement.actions.outcomes import OutcomeStatement, record_outcomes
from titian.placement.actions.round import Updated, update_outcomes

__all__ = ["OutcomeStatement", "Updated", "record_outcomes", "update_outcomes"]
