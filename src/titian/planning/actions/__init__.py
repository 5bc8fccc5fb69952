from titian.planning.actions.classes import NewClass, close_unused, open_classes
from titian.planning.actions.open_by_hand import PlannedClass, open_by_hand

__all__ = ["NewClass", "PlannedClass", "close_unused", "open_by_hand", "open_classes"]
