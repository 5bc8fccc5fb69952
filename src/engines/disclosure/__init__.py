from engines.disclosure.rows import protect_rows
from engines.disclosure.star import Attack, attack, protect

__all__ = ["Attack", "attack", "protect", "protect_rows"]
