"""The whole database in one sealed file, and back; `keys.json` never travels with it."""

from titian.config.backups.make import back_up
from titian.config.backups.restore import restore

__all__ = ["back_up", "restore"]
