"""A judgement turned into a refusal."""

from titian.core.errors import refuse, refuse_unless

__all__ = ["refuse", "refuse_unless"]
