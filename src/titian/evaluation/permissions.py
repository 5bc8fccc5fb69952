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


def may_read_boarding(user: User) -> bool:
    """Centres, offices and the ministry, small cells included; whom each counts is the second wall's matter."""
    return user.is_system or _holds(user, TAKE_AWAY)


def may_publish_tables(user: User, centre: Organisation) -> bool:
    """The head of the centre, of one above it, or national staff."""
    return user.is_system or (reading_of(user, centre).whole and _holds(user, PUBLISH))


def may_propose_publication(user: User, centre: Organisation) -> bool:
    """Those who prepare the figures of that very centre."""
    return _holds_at(user, centre, {Role.CENTRE_CLERK, Role.CENTRE_HEAD})


def may_sign_publication(user: User, centre: Organisation) -> bool:
    """The head of that very centre; that it is another person than the proposer is judged at the signing."""
    return _holds_at(user, centre, {Role.CENTRE_HEAD})


def may_make_report_cards(user: User, centre: Organisation) -> bool:
    """A card compares with the whole centre, so its maker reads the whole."""
    return may_download_evaluation(user, centre) and (user.is_system or reading_of(user, centre).whole)


def _holds_at(user: User, centre: Organisation, roles: set[Role]) -> bool:
    return centre.pk in organisations_of(user, timezone.localdate(), roles)


def _holds(user: User, roles: set[Role]) -> bool:
    return bool(organisations_of(user, timezone.localdate(), roles))
