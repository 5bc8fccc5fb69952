from titian.network.queries.known import (
    Promise,
    ProvinceWithoutCentre,
    areas_of,
    letterhead_of,
    organisation_by_name,
    organisations_of,
    owner_of,
    promises_of,
    provinces_without_centre,
    responsible_centre,
    roles_of,
    supervised_by,
)
from titian.network.queries.tokens import digest_of, token_of, tokens_of

__all__ = [
    "Promise",
    "ProvinceWithoutCentre",
    "areas_of",
    "digest_of",
    "letterhead_of",
    "organisation_by_name",
    "organisations_of",
    "owner_of",
    "promises_of",
    "provinces_without_centre",
    "responsible_centre",
    "roles_of",
    "supervised_by",
    "token_of",
    "tokens_of",
]
