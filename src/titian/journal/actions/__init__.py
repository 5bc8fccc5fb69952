from titian.journal.actions.cite import cite

__all__ = ["cite"]
