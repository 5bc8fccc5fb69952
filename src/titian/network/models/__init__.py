from titian.network.models.agreement import Agreement, AgreementParty, AgreementPromise
from titian.network.models.api_token import ApiToken, Scope
from titian.network.models.invitation import Invitation
from titian.network.models.letterhead import Letterhead
from titian.network.models.links import Ownership, Supervision, SupervisionArea
from titian.network.models.membership import Membership, Role
from titian.network.models.organisation import Organisation, OrganisationName

__all__ = [
    "Agreement",
    "AgreementParty",
    "AgreementPromise",
    "ApiToken",
    "Invitation",
    "Letterhead",
    "Membership",
    "Organisation",
    "OrganisationName",
    "Ownership",
    "Role",
    "Scope",
    "Supervision",
    "SupervisionArea",
]
