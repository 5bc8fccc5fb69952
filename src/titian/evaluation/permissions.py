"""Who may read figures, take them away, and publish them; which records count is the second wall's matter."""

from __future__ import annotations

from django.utils import timezone

from titian.accounts.models import User
from titian.evaluation.queries.readers import reading_of
from titian.network.models import Organisation, Role
from titian.network.queries import organisations_of

TAKE_AWAY = {
    Role.CENTRE_HEAD,
    Role.CENTRE_CLERK,
    Role.PROVINCIAL_OFFICE,
    Role.REGENCY_OFFICE,
    Role.NATIONAL_PLANNER,
}
PUBLISH = {Role.CENTRE_HEAD, Role.NATIONAL_PLANNER}


def may_read_evaluation(user: User, centre: Organisation) -> bool:
    """Staff of the centre or of those above it read all, an office the people of its regencies."""
    return user.is_system or reading_of(user, centre).anything


def may_download_evaluation(user: User, centre: Organisation) -> bool:
    """Those who answer for figures or hand them on."""
    return user.is_system or (may_read_evaluation(user, centre) and _holds(user, TAKE_AWAY))


def may_publish_tables(user: User, centre: Organisation) -> bool:
    """The head of the centre, of one above it, or national staff."""
    return user.is_system or (reading_of(user, centre).whole and _holds(user, PUBLISH))


def _holds(user: User, roles: set[Role]) -> bool:
    return bool(organisations_of(user, timezone.localdate(), roles))
