from __future__ import annotations

from django.db import transaction

from titian.accounts.actions import end_sessions
from titian.accounts.models import User
from titian.journal.models import Entry


@transaction.atomic
def end_own_session(user: User, session_id: int) -> bool:
    """Sign the user out of one device; a session of somebody else is not found."""
    ended = end_sessions(user, only=session_id) == 1
    if ended:
        Entry.write(user, "end_session", user)
    return ended
