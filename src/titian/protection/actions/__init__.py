from titian.protection.actions.cover import CoverStatement, record_cover

__all__ = ["CoverStatement", "record_cover"]
