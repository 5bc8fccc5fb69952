from titian.planning.actions.change_class_role import change_class_role
from titian.planning.actions.classes import NewClass, close_unused, open_classes
from titian.planning.actions.open_by_hand import PlannedClass, open_by_hand
from titian.planning.actions.open_for_application import OpeningPlan, lock_openings, open_for_application

__all__ = [
    "NewClass",
    "OpeningPlan",
    "PlannedClass",
    "change_class_role",
    "close_unused",
    "lock_openings",
    "open_by_hand",
    "open_classes",
    "open_for_application",
]
