"""Who may do what with a person's record. Whether the record may be seen at all is asked of `visible_to`."""

from __future__ import annotations

from django.utils import timezone

from titian.accounts.models import User
from titian.network.models import Role
from titian.network.queries import roles_of
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
