"""The columns of the public FEBRL files, less the national number, as fields and keys of the linkage engine."""

from __future__ import annotations

import numpy as np

from engines.linkage import Field, Key, Kind, day_key, name_key, text_key, within

TITLES = {
    "street": "address_1",
    "place": "address_2",
    "suburb": "suburb",
    "state": "state",
    "number": "street_number",
    "post": "postcode",
}


def columns_of(rows: list[dict[str, str]]) -> dict[str, list[str]]:
    found = {ours: [row[theirs].strip() for row in rows] for ours, theirs in TITLES.items()}
    found["name"] = [f"{row['given_name']} {row['surname']}".strip() for row in rows]
    found["born"] = [row["date_of_birth"].strip() for row in rows]
    return found


def fields_of(columns: dict[str, list[str]]) -> tuple[list[Field], list[Key]]:
    def text(title: str, kind: Kind) -> Field:
        return Field(title, kind, np.array([value.encode() for value in columns[title]]))

    days = [int(value) if value.isdigit() else 0 for value in columns["born"]]
    name, born = text("name", Kind.NAME), Field("born", Kind.DAY, np.array(days, np.int64))
    street, place, suburb, state = (
        text(title, Kind.TEXT) for title in ("street", "place", "suburb", "state")
    )
    number, post = text("number", Kind.DIGITS), text("post", Kind.DIGITS)
    keys = [
        name_key(name),
        day_key(born),
        text_key(street),
        within(text_key(post), text_key(number)),
        text_key(suburb),
        text_key(place),
        within(day_key(born, "birthday"), text_key(state)),
    ]
    return [name, born, street, number, place, suburb, post, state], keys
