"""What will carrying out a load do? The same conditions as `actions.carry_out` acts by."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from titian.rosters.models import Load, StagedRow

# What a row states of a person; two rows that agree in all of it say the same.
STATED = (
    "number_in_class", "name", "nik_hash", "birth_place", "birth_date", "sex", "education", "disability",
    "disability_kind", "address", "regency", "district", "phone", "passed", "certificate_number",
    "competent", "competency_certificate_number", "certification_body_id", "member_number", "status", "status_word",
    "employer_name", "job_title", "work_starts_on", "wage", "note",
)  # fmt: skip
SAME = " AND ".join(f"n.{name} IS NOT DISTINCT FROM o.{name}" for name in STATED)

# The people a class had whom this statement of the whole class no longer names. The rows were staged a moment ago
# and have no statistics, so OFFSET 0 keeps the planner from joining tables whole: class by class, by index.
VANISHING = """
SELECT s.id AS sheet_id, o.id AS row_id
FROM rosters_loadedsheet s
JOIN rosters_loadedfile f ON f.id = s.file_id JOIN rosters_load l ON l.id = f.load_id
CROSS JOIN LATERAL (
    SELECT live.id, live.name_key FROM rosters_stagedrow live
    WHERE live.live AND live.centre_id = l.centre_id AND live.year = l.year AND live.package = s.package
      AND live.enrolment_id IS NOT NULL OFFSET 0
) o
WHERE f.id = ANY (%(files)s::bigint[]) AND s.skipped = '' AND NOT s.partial
  AND EXISTS (
    SELECT 1 FROM rosters_stagedrow a WHERE a.sheet_id = s.id AND a.verdict IN ('accepted', 'warning') OFFSET 0)
  AND NOT EXISTS (
    SELECT 1 FROM rosters_stagedrow n WHERE n.sheet_id = s.id
      AND (n.replaces_id = o.id OR (n.verdict = 'held' AND n.name_key = o.name_key)) OFFSET 0)
"""

_OUTLOOK = f"""
WITH rows AS (
    SELECT n.*, o.id IS NOT NULL AND o.enrolment_id IS NOT NULL AS restates, coalesce({SAME}, false) AS same
    FROM rosters_stagedrow n JOIN rosters_loadedsheet s ON s.id = n.sheet_id
    LEFT JOIN rosters_stagedrow o ON o.id = n.replaces_id
    WHERE s.file_id = ANY (%(files)s::bigint[])
), sound AS (SELECT * FROM rows WHERE verdict IN ('accepted', 'warning'))
SELECT
    (SELECT count(DISTINCT r.package) FROM sound r WHERE NOT EXISTS (
        SELECT 1 FROM planning_trainingclass c
        WHERE c.centre_id = r.centre_id AND c.year = r.year AND c.code = r.package)),
    (SELECT count(DISTINCT r.package) FROM sound r WHERE EXISTS (
        SELECT 1 FROM planning_trainingclass c
        WHERE c.centre_id = r.centre_id AND c.year = r.year AND c.code = r.package)),
    (SELECT count(DISTINCT nik_hash) FROM sound WHERE person_id IS NULL AND NOT restates),
    (SELECT count(DISTINCT nik_hash) FROM sound WHERE person_id IS NOT NULL AND NOT restates),
    (SELECT count(*) FROM sound WHERE restates AND NOT same),
    (SELECT count(*) FROM sound WHERE restates AND same),
    (SELECT count(*) FROM rows WHERE verdict = 'held'),
    (SELECT count(*) FROM rows WHERE verdict = 'repeated')
"""


@dataclass(frozen=True)
class Outlook:
    """What carrying out will do, in classes and rows; `vanished` are those the files no longer name."""

    classes_new: int
    classes_known: int
    people_new: int
    people_known: int
    corrected: int
    unchanged: int
    held: int
    repeated: int
    vanished: list[StagedRow]


def outlook_of(load: Load, files: list[int]) -> Outlook:
    """Return what carrying out these staged files of the load will do, as judged when they were read."""
    with connection.cursor() as cursor:
        cursor.execute(_OUTLOOK, {"files": files})
        counts: list[int] = list(cursor.fetchone())
        cursor.execute(f"SELECT DISTINCT row_id FROM ({VANISHING}) v", {"files": files})
        gone = [row_id for (row_id,) in cursor.fetchall()]
    vanished = StagedRow.objects.filter(pk__in=gone, centre=load.centre_id).select_related("sheet__file")
    new, known, people_new, people_known, corrected, unchanged, held, repeated = counts
    return Outlook(
        new, known, people_new, people_known, corrected, unchanged, held, repeated,
        vanished=list(vanished.order_by("package", "line")),
    )  # fmt: skip
