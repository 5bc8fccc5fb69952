from engines.disclosure.rows import hide_rows
from engines.disclosure.star import Attack, attack, protect

__all__ = ["Attack", "attack", "hide_rows", "protect"]
