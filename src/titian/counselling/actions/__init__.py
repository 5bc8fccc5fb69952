from titian.counselling.actions.outcomes import Outcome, record_route_outcomes

__all__ = ["Outcome", "record_route_outcomes"]
