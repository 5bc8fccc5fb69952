from titian.planning.actions.change_class_role import change_class_role
from titian.planning.actions.classes import NewClass, close_unused, open_classes
from titian.planning.actions.open_by_hand import PlannedClass, open_by_hand

__all__ = ["NewClass", "PlannedClass", "change_class_role", "close_unused", "open_by_hand", "open_classes"]
