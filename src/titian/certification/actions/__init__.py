from titian.certification.actions.results import Saved, state_results
from titian.certification.actions.verdicts import VerdictStatement, record_verdicts

__all__ = ["Saved", "VerdictStatement", "record_verdicts", "state_results"]
