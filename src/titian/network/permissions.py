"""Who may change the network."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from titian.accounts.models import User
from titian.network.models import Membership, Organisation, Role
from titian.network.queries import organisations_of, roles_of
from titian.network.reach import Charge, charge_of, reach_of

OPEN_NETWORK = {
    Role.NATIONAL_PLANNER,
    Role.PROVINCIAL_OFFICE,
    Role.REGENCY_OFFICE,
    Role.CENTRE_HEAD,
    Role.CENTRE_CLERK,
    Role.ADMINISTRATOR,
}
MAKERS_OF_TOKENS = {Role.CENTRE_HEAD, Role.ADMINISTRATOR}
DECIDES_OVER_OTHERS = {Role.CENTRE_HEAD, Role.ADMINISTRATOR, Role.NATIONAL_PLANNER}


def may_register_organisations(user: User, roles: set[str]) -> bool:
    """`roles` are those the user holds today (`queries.roles_of`)."""
    return user.is_system or bool(roles & {Role.ADMINISTRATOR, Role.NATIONAL_PLANNER, Role.CENTRE_CLERK})


def may_set_letterhead(user: User, organisation: Organisation, *, administers: list[int]) -> bool:
    """`administers` are the organisations where the user is administrator or head."""
    return user.is_system or organisation.pk in administers


def may_add_member(user: User, organisation: Organisation, *, administers: list[int]) -> bool:
    """`administers` are the organisations where the user is administrator."""
    return user.is_system or organisation.pk in administers


def may_sign_agreement(user: User, parties: Iterable[Organisation]) -> bool:
    """A head signs where the own organisation is a party; a national planner records any."""
    heads = organisations_of(user, timezone.localdate(), [Role.CENTRE_HEAD])
    return _plans(user) or any(party.pk in heads for party in parties)


def may_make_tokens(user: User, organisation: Organisation) -> bool:
    """Head and administrator of that very organisation."""
    return organisation.pk in organisations_of(user, timezone.localdate(), MAKERS_OF_TOKENS)


def may_open_network(user: User) -> bool:
    return bool(roles_of(user, timezone.localdate()) & OPEN_NETWORK)


def may_open_organisation(user: User, organisation: Organisation) -> bool:
    """Which organisations are seen is asked of `visible_to`."""
    return may_open_network(user)


def may_manage_members(user: User, organisation: Organisation) -> bool:
    """Heads and administrators, there or above, and whom they gave the right to invite."""
    return organisation.pk in charge_of(user).inviting


def may_give_role(charge: Charge, organisation_id: int, role: str) -> bool:
    """Who opens doors for others is let in only by somebody who answers for the organisation in full."""
    return organisation_id in (charge.full if role in DECIDES_OVER_OTHERS else charge.inviting)


def may_answer_for(user: User, member: User) -> bool:
    """Over an account decides who could give every role it holds today; nobody decides over their own."""
    if member.pk == user.pk or member.is_system:
        return False
    charge = charge_of(user)
    held = Membership.objects.filter(user=member, period__contains=timezone.localdate())
    roles = list(held.values_list("organisation_id", "role", "may_invite"))
    return bool(roles) and all(
        may_give_role(charge, organisation_id, Role.ADMINISTRATOR if invites else role)
        for organisation_id, role, invites in roles
    )


def may_end_membership(user: User, membership: Membership) -> bool:
    role = Role.ADMINISTRATOR if membership.may_invite else membership.role
    return membership.user_id != user.pk and may_give_role(charge_of(user), membership.organisation_id, role)


def may_decide_in_full(user: User, organisation: Organisation) -> bool:
    """Heads and administrators, there or above: letterhead, who may invite."""
    return organisation.pk in charge_of(user).full


def may_confirm(user: User, organisation: Organisation) -> bool:
    """Those who work with the organisation: clerks and heads that reach it, and national planners."""
    reach = reach_of(user)
    if reach.sees_all:
        return True
    staff = organisations_of(user, timezone.localdate(), [Role.CENTRE_HEAD, Role.CENTRE_CLERK])
    return bool(staff) and organisation.pk in reach.organisations


def may_supervise(user: User, organisation: Organisation) -> bool:
    """Supervision opens people's records, so it is decided above both: planners, and who answers in full."""
    charge = charge_of(user)
    return _plans(user) or organisation.pk in charge.full - charge.own  # nobody leaves a supervisor alone


def may_put_below(user: User, supervisor: Organisation) -> bool:
    return _plans(user) or supervisor.pk in charge_of(user).full


def may_transfer_ownership(user: User, organisation: Organisation) -> bool:
    """Owners answer for what they own, so ownership is recorded nationally."""
    return _plans(user)


def may_record_agreements(user: User) -> bool:
    """Heads sign for their own organisation; national planners record what the ministry signs."""
    return _plans(user) or bool(organisations_of(user, timezone.localdate(), [Role.CENTRE_HEAD]))


def _plans(user: User) -> bool:
    return Role.NATIONAL_PLANNER in roles_of(user, timezone.localdate())
