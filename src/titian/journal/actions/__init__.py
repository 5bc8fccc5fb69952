from titian.journal.actions.cite import cite
from titian.journal.actions.move import move

__all__ = ["cite", "move"]
