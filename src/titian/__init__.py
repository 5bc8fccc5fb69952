"""Titian, from a first talk with an employment officer to lasting work."""

__version__ = "0.1.0"
