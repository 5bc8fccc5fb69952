from titian.journal.actions.move import move

__all__ = ["move"]
