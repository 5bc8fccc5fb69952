"""Who may change the network."""

from __future__ import annotations

from titian.accounts.models import User
from titian.network.models import Organisation, Role


def may_register_organisations(user: User, roles: set[str]) -> bool:
    """`roles` are those the user holds today (`queries.roles_of`)."""
    return user.is_system or bool(roles & {Role.ADMINISTRATOR, Role.NATIONAL_PLANNER, Role.CENTRE_CLERK})


def may_set_letterhead(user: User, organisation: Organisation, *, administers: list[int]) -> bool:
    """`administers` are the organisations where the user is administrator or head."""
    return user.is_system or organisation.pk in administers


def may_add_member(user: User, organisation: Organisation, *, administers: list[int]) -> bool:
    """`administers` are the organisations where the user is administrator."""
    return user.is_system or organisation.pk in administers


def may_sign_agreement(user: User, organisation: Organisation, *, heads: list[int]) -> bool:
    """`heads` are the organisations where the user is head."""
    return user.is_system or organisation.pk in heads


def may_make_tokens(user: User, organisation: Organisation, *, administers: list[int]) -> bool:
    """`administers` are the organisations where the user is administrator or head."""
    return not user.is_system and organisation.pk in administers
