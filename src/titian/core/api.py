"""What every answer to a machine shares: how it refuses and how it turns pages."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Query, Schema
from pydantic import Field

MOST_ROWS = 500
LARGEST_ID = 2**53 - 1  # what a JavaScript client can still count to

Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Year = Annotated[int, Field(ge=2000, le=2100)]


class InputError(Schema):
    """One part of the request that cannot be read."""

    where: str
    code: str
    message: str


class Refusal(Schema):
    """Why there is no answer: a code for the programme, a sentence for its reader."""

    code: str
    message: str
    errors: list[InputError] = []


class Paging(Schema):
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 100
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0


Page = Annotated[Paging, Query()]

OPEN: dict[int, Any] = {404: Refusal, 422: Refusal}
CLOSED: dict[int, Any] = {400: Refusal, 401: Refusal, 403: Refusal, **OPEN, 429: Refusal}
