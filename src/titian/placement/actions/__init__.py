from titian.placement.actions.outcomes import OutcomeStatement, record_outcomes

__all__ = ["OutcomeStatement", "record_outcomes"]
