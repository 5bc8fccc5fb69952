from engines.disclosure.star import Attack, attack, protect

__all__ = ["Attack", "attack", "protect"]
