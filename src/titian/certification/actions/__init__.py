from titian.certification.actions.verdicts import VerdictStatement, record_verdicts

__all__ = ["VerdictStatement", "record_verdicts"]
