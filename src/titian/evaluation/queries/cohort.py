"""The records a question is about, as the table `cohort` the registry is written over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

# What one may slice by, in SQL over the record `p`; an unknown value is the empty text.
DIMENSIONS = {
    "": "''",
    "channel": "p.channel",
    "fund": "coalesce(p.fund, '')",
    "wave": "p.wave",
    "channel_fund": "p.channel || ' ' || coalesce(p.fund, '')",
    "channel_fund_wave": "p.channel || ' ' || coalesce(p.fund, '') || ' ' || p.wave",
    "field": "coalesce(p.field, '')",
    "programme": "p.programme_name",
    "organiser": "p.organiser_id::text",
    "owner_kind": "coalesce(p.owner_kind, '')",
    "regency": "coalesce(p.regency, '')",
    "province": "coalesce(p.province, '')",
    "sex": "p.sex",
    "education": "coalesce(p.education, '')",
    "disability": "CASE p.disability WHEN true THEN 'yes' WHEN false THEN 'no' ELSE '' END",
    "passed": "CASE p.passed WHEN true THEN 'yes' WHEN false THEN 'no' ELSE '' END",
    "status": "coalesce(p.status_reported, '')",
    "class": "p.class_code",
    "centre": "p.centre_id::text",
    "year": "p.year::text",
}
# A slice by these holds whole classes, so that capacity and plan belong to it.
OF_WHOLE_CLASSES = {
    "",
    "channel",
    "fund",
    "wave",
    "channel_fund",
    "channel_fund_wave",
    "field",
    "programme",
    "organiser",
    "owner_kind",
    "class",
    "centre",
    "year",
}
# The cells kept of a centre's year: each record counts once in each family, under its values of all of these.
FAMILIES = {
    "of_class": ("channel", "fund", "wave", "programme"),
    "of_home": ("province", "regency"),
    "of_person": ("sex", "education", "disability", "status"),
}
KEPT = tuple(name for names in FAMILIES.values() for name in names)
# What the pages cut by: in which family, and as which of its values, in SQL over `codes`.
READ_OFF = {
    "": ("of_class", "''"),
    "channel_fund": ("of_class", "codes[1] || ' ' || codes[2]"),
    "channel_fund_wave": ("of_class", "codes[1] || ' ' || codes[2] || ' ' || codes[3]"),
    **{
        name: (family, f"codes[{place}]")
        for family, names in FAMILIES.items()
        for place, name in enumerate(names, 1)
    },
}
ROLLED = tuple(READ_OFF)


def cohort(cuts: Iterable[str], *, records: str = "evaluation_participation", where: str = "true") -> str:
    """Return the records once for each cut, as `slice_1` with their value as `slice_2`.

    Its parameters: the day observed, the number of unemployed people, then those of `where`.
    """
    values = ", ".join(f"('{cut}', {DIMENSIONS[cut]})" for cut in cuts)
    return f"""
        cohort AS (
            SELECT p.*, cut.slice_1, cut.slice_2, %s::date AS observed_on, %s::bigint AS unemployed
            FROM {records} p CROSS JOIN LATERAL (VALUES {values}) AS cut (slice_1, slice_2)
            WHERE {where}
        )
    """


def both_sides(cuts: Iterable[str], *, before: str, where: str) -> str:
    """Return the records once as they are, `now`, and once as the table `before` has them, by side in `slice_1`.

    `slice_2` holds their values in all cuts. Its parameters: the day observed now, those of `where`, and the
    day observed before.
    """
    now = _once(cuts, "now", records="evaluation_participation", where=where)
    return f"cohort AS ({now} UNION ALL {_once(cuts, 'before', records=before, where='true')})"


def once(cuts: Iterable[str], *, where: str) -> str:
    """Return the records once, with their values in all cuts as `slice_2`; parameters as of `both_sides`."""
    return f"cohort AS ({_once(cuts, 'now', records='evaluation_participation', where=where)})"


def _once(cuts: Iterable[str], side: str, *, records: str, where: str) -> str:
    values = ", ".join(f"({DIMENSIONS[cut]})::text" for cut in cuts)
    return (
        f"SELECT p.*, '{side}' AS slice_1, ARRAY[{values}] AS slice_2, %s::date AS observed_on, "
        f"NULL::bigint AS unemployed FROM {records} p WHERE {where}"
    )


def families_of(values: str) -> str:
    """Return each family's `codes` out of an array of the values in all that is `KEPT`."""
    chosen, start = [], 1
    for family, names in FAMILIES.items():
        chosen.append(f"({values})[{start}:{start + len(names) - 1}] AS {family}")
        start += len(names)
    return ", ".join(chosen)


def columns_of(values: Iterable[str]) -> str:
    """Return the columns `cut_1`, `cut_2`, ... of these values."""
    return ", ".join(f"{value} AS cut_{place}" for place, value in enumerate(values, 1))


def cell_of(cuts: Sequence[str], columns: Sequence[str] = ()) -> tuple[str, str]:
    """Return what a row of `by_each` is of: the name of the cut, and the value in it."""
    held = columns or [f"cut_{place}" for place in range(1, len(cuts) + 1)]
    names = ", ".join(held)
    told = " ".join(
        f"WHEN {2 ** len(cuts) - 1 - 2 ** (len(cuts) - place)} THEN '{cut}'"
        for place, cut in enumerate(cuts, 1)
    )
    return f"CASE grouping({names}) {told} END", f"coalesce({names})"


def by_each(columns: Iterable[str], *more: str) -> str:
    """Return the grouping by each column in turn, which reads a record once; each record counts in all of them."""
    sets = ", ".join(f"({', '.join((*more, column))})" for column in columns)
    return f"GROUP BY GROUPING SETS ({sets})"
