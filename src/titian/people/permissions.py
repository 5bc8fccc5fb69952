"""Who may do what with a person's record. Whether the record may be seen at all is asked of `visible_to`."""

from __future__ import annotations

from django.utils import timezone

from titian.accounts.models import User
from titian.network.models import Role
from titian.network.queries import roles_of
from titian.network.reach import reach_of
from titian.people.models import Person

STAFF = {
    Role.NATIONAL_PLANNER,
    Role.PROVINCIAL_OFFICE,
    Role.REGENCY_OFFICE,
    Role.CENTRE_HEAD,
    Role.CENTRE_CLERK,
    Role.INSTRUCTOR,
}
# Planning and teaching do not need the national number, or what a citizen told about a disability.
UNMASK = {Role.PROVINCIAL_OFFICE, Role.REGENCY_OFFICE, Role.CENTRE_HEAD, Role.CENTRE_CLERK}
COUNTER = {Role.REGENCY_OFFICE, Role.PROVINCIAL_OFFICE}
DISABILITY = {Role.REGENCY_OFFICE, Role.CENTRE_HEAD, Role.CENTRE_CLERK}


def may_open_records(user: User) -> bool:
    """Staff, of any kind; which records they see is another question."""
    return bool(roles_of(user, timezone.localdate()) & STAFF)


def may_open_record(user: User, person: Person) -> bool:
    """Staff open the record of a person they can see; a citizen has a page of their own."""
    return may_open_records(user)


def may_unmask(user: User, person: Person) -> bool:
    return bool(roles_of(user, timezone.localdate()) & UNMASK)


def may_see_disability(user: User, person: Person) -> bool:
    return person.user_id == user.pk or bool(roles_of(user, timezone.localdate()) & DISABILITY)


def may_serve_counter(user: User) -> bool:
    """Officers of a manpower office register job-seekers and issue their cards."""
    return bool(roles_of(user, timezone.localdate()) & COUNTER)


def may_decide_changes(user: User, person: Person) -> bool:
    """Officers of the region the person lives in (architecture: the office responsible); others see, but not decide."""
    reach = reach_of(user)
    return may_serve_counter(user) and (person.regency_id is None or person.regency_id in reach.regions)


def may_correct_contact(user: User, person: Person) -> bool:
    """Who decides changes there, but nobody in the own record."""
    return person.user_id != user.pk and may_decide_changes(user, person)


def may_serve_unit(user: User) -> bool:
    """Officers of the disability service unit, which stands inside the manpower office (PP 60/2020)."""
    return Role.DISABILITY_UNIT in roles_of(user, timezone.localdate())


def may_merge(user: User) -> bool:
    return may_serve_counter(user)


def may_decide_deletions(user: User) -> bool:
    return Role.DATA_PROTECTION in roles_of(user, timezone.localdate())
