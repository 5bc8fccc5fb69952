from titian.training.actions.enrol import EnrolmentStatement, enrol
from titian.training.actions.withdraw import withdraw

__all__ = ["EnrolmentStatement", "enrol", "withdraw"]
