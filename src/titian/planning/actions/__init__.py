from titian.planning.actions.classes import NewClass, close_unused, open_classes

__all__ = ["NewClass", "close_unused", "open_classes"]
