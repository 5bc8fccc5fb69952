from titian.network.actions.add_member import add_member, end_membership
from titian.network.actions.api_tokens import NewToken, make_token, note_use, revoke_token
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
    "NewOrganisation",
    "NewPromise",
    "NewToken",
    "OrganisationKey",
    "add_member",
    "end_membership",
    "load_network",
    "make_token",
    "note_use",
    "register_organisation",
    "register_organisations",
    "remove_unconfirmed",
    "revoke_token",
    "set_letterhead",
    "sign_agreement",
    "supervise",
    "transfer_ownership",
]
