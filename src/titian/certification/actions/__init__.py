from titian.certification.actions.results import Saved, StatedResult, state_results
from titian.certification.actions.verdicts import VerdictStatement, record_verdicts

__all__ = ["Saved", "StatedResult", "VerdictStatement", "record_verdicts", "state_results"]
