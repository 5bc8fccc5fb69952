from titian.network.actions.accept_invitation import accept_invitation, tell_resets
from titian.network.actions.add_member import add_member, end_membership
from titian.network.actions.api_tokens import NewToken, make_token, note_use, revoke_token
from titian.network.actions.confirm import confirm_organisation, merge_organisation
from titian.network.actions.correct_agreement import correct_agreement
from titian.network.actions.correct_period import correct_period
from titian.network.actions.end_ownership import end_ownership
from titian.network.actions.end_session import end_own_session
from titian.network.actions.end_supervision import end_supervision
from titian.network.actions.hand_over import HandedOver, hand_over, set_may_invite
from titian.network.actions.invite import (
    Issued,
    invite,
    invite_operators,
    issue_reset,
    revoke_invitation,
)
from titian.network.actions.load_network import load_network
from titian.network.actions.register_organisations import (
    NewOrganisation,
    OrganisationKey,
    register_organisation,
    register_organisations,
)
from titian.network.actions.remove_unconfirmed import remove_unconfirmed
from titian.network.actions.set_letterhead import set_letterhead
from titian.network.actions.sign_agreement import NewPromise, sign_agreement
from titian.network.actions.supervise import supervise
from titian.network.actions.transfer_ownership import transfer_ownership

__all__ = [
    "HandedOver",
    "Issued",
    "NewOrganisation",
    "NewPromise",
    "NewToken",
    "OrganisationKey",
    "accept_invitation",
    "add_member",
    "confirm_organisation",
    "correct_agreement",
    "correct_period",
    "end_membership",
    "end_own_session",
    "end_ownership",
    "end_supervision",
    "hand_over",
    "invite",
    "invite_operators",
    "issue_reset",
    "load_network",
    "make_token",
    "merge_organisation",
    "note_use",
    "register_organisation",
    "register_organisations",
    "remove_unconfirmed",
    "revoke_invitation",
    "revoke_token",
    "set_letterhead",
    "set_may_invite",
    "sign_agreement",
    "supervise",
    "tell_resets",
    "transfer_ownership",
]
