from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from titian.rosters.models import LoadedFile
from titian.rosters.rules import DATABASE_CODES, DATABASE_WARNINGS

# Rows of a repaired file name the sheet's own line; other files match by NIK, else by line, name and birth date.
MATCH_BY_NIK = """
UPDATE rosters_stagedrow n SET replaces_id = o.id
FROM rosters_stagedrow o, rosters_loadedsheet s
WHERE s.file_id = %(file)s AND n.sheet_id = s.id AND o.live
  AND o.centre_id = n.centre_id AND o.year = n.year AND o.package = n.package
  AND o.enrolment_id IS NOT NULL AND o.nik_hash = n.nik_hash
"""
MATCH_BY_LINE = """
UPDATE rosters_stagedrow n SET replaces_id = o.id
FROM rosters_stagedrow o, rosters_loadedsheet s
WHERE s.file_id = %(file)s AND n.sheet_id = s.id AND o.live AND n.replaces_id IS NULL
  AND o.centre_id = n.centre_id AND o.year = n.year AND o.package = n.package AND o.line = n.line
  AND ((o.enrolment_id IS NOT NULL AND o.name_key = n.name_key AND o.birth_date = n.birth_date)
       OR (o.verdict = 'held' AND (s.partial OR o.name_key = n.name_key)))
  AND NOT EXISTS (
    SELECT 1 FROM rosters_stagedrow taken WHERE taken.replaces_id = o.id AND taken.load_id = n.load_id)
"""

# The first row of a person in a class stands; held rows neither stand nor repeat.
REPEATED = """
UPDATE rosters_stagedrow n SET verdict = 'repeated', replaces_id = NULL
FROM (
    SELECT n.id, row_number() OVER (PARTITION BY n.nik_hash, n.package ORDER BY s.position, n.line) AS turn
    FROM rosters_stagedrow n JOIN rosters_loadedsheet s ON s.id = n.sheet_id
    WHERE s.file_id = %(file)s AND n.nik_hash IS NOT NULL AND n.codes = '{}'
) f WHERE f.id = n.id AND f.turn > 1
"""

# A repaired row may turn out to be somebody the class already has.
ALREADY_IN_CLASS = """
UPDATE rosters_stagedrow n SET verdict = 'repeated', replaces_id = o.replaces_id
FROM (
    SELECT n.id, held.id AS replaces_id
    FROM rosters_stagedrow n JOIN rosters_loadedsheet s ON s.id = n.sheet_id
    JOIN rosters_stagedrow live ON live.id = n.replaces_id
    LEFT JOIN rosters_stagedrow held ON held.live AND held.verdict = 'held' AND held.centre_id = n.centre_id
        AND held.year = n.year AND held.package = n.package AND held.line = n.line
    WHERE s.file_id = %(file)s AND s.partial AND live.enrolment_id IS NOT NULL AND live.line <> n.line
      AND n.verdict <> 'held'
) o WHERE o.id = n.id
"""

KNOWN_PERSONS = """
WITH asked AS (
    SELECT array_agg(n.nik_hash ORDER BY n.id) AS hashes, array_agg(n.name_key ORDER BY n.id) AS names,
           array_agg(n.birth_date ORDER BY n.id) AS births, array_agg(n.id ORDER BY n.id) AS ids
    FROM rosters_stagedrow n JOIN rosters_loadedsheet s ON s.id = n.sheet_id
    WHERE s.file_id = %(file)s AND n.nik_hash IS NOT NULL AND n.name_key <> ''
), known AS (
    SELECT asked.ids[m.place] AS id, m.person_id, m.name_agrees
    FROM asked, persons_matching(asked.hashes, asked.names, asked.births) m
)
UPDATE rosters_stagedrow n SET
    person_id = known.person_id,
    codes = CASE WHEN known.name_agrees THEN n.codes
                 ELSE n.codes || 'name_disagrees_with_known_nik'::varchar END
FROM known WHERE n.id = known.id
"""
# A new name of somebody whom only this row of this class has ever named is a correction, not a disagreement.
NAMES_CORRECTED = """
UPDATE rosters_stagedrow n SET codes = array_remove(n.codes, 'name_disagrees_with_known_nik')
FROM rosters_stagedrow o, rosters_loadedsheet s
WHERE s.file_id = %(file)s AND n.sheet_id = s.id AND o.id = n.replaces_id AND o.person_id = n.person_id
  AND 'name_disagrees_with_known_nik' = ANY (n.codes)
  AND NOT EXISTS (
    SELECT 1 FROM training_days_of(ARRAY[n.person_id]) t JOIN planning_trainingclass c ON c.id = t.class_id
    WHERE (c.centre_id, c.year::int, c.code) <> (n.centre_id, n.year::int, n.package)
  )
"""

# Two rows of one file may give one new NIK to two names: the first one stands.
NAMES_WITHIN_FILE = """
UPDATE rosters_stagedrow n SET codes = n.codes || 'name_disagrees_with_known_nik'::varchar
FROM (
    SELECT n.id, n.name_key,
           first_value(n.name_key) OVER (PARTITION BY n.nik_hash ORDER BY s.position, n.line) AS first_name
    FROM rosters_stagedrow n JOIN rosters_loadedsheet s ON s.id = n.sheet_id
    WHERE s.file_id = %(file)s AND n.nik_hash IS NOT NULL AND n.person_id IS NULL AND n.codes = '{}'
) f
WHERE f.id = n.id AND strpos(f.name_key, f.first_name) = 0 AND strpos(f.first_name, f.name_key) = 0
"""

NUMBER_WITHIN_FILE = """
UPDATE rosters_stagedrow n SET codes = n.codes || %(code)s::varchar
FROM (
    SELECT n.id, row_number() OVER (PARTITION BY n.{number} ORDER BY s.position, n.line) AS turn
    FROM rosters_stagedrow n JOIN rosters_loadedsheet s ON s.id = n.sheet_id
    WHERE s.file_id = %(file)s AND n.{number} IS NOT NULL AND n.codes = '{{}}' AND n.verdict <> 'repeated'
) f WHERE f.id = n.id AND f.turn > 1
"""

# Enrolments that this very file states anew give their numbers back before they take others.
NUMBER_TAKEN = """
WITH asked AS (
    SELECT n.centre_id, array_agg(n.{number}) AS numbers
    FROM rosters_stagedrow n JOIN rosters_loadedsheet s ON s.id = n.sheet_id
    WHERE s.file_id = %(file)s AND n.{number} IS NOT NULL GROUP BY n.centre_id
), restated AS (
    SELECT o.enrolment_id
    FROM rosters_stagedrow n JOIN rosters_loadedsheet s ON s.id = n.sheet_id
    JOIN rosters_stagedrow o ON o.id = n.replaces_id
    WHERE s.file_id = %(file)s AND o.enrolment_id IS NOT NULL
), taken AS (
    SELECT t.number FROM asked, {function} t LEFT JOIN restated r ON r.enrolment_id = t.enrolment_id
    WHERE r.enrolment_id IS NULL
)
UPDATE rosters_stagedrow n SET codes = n.codes || %(code)s::varchar
FROM rosters_loadedsheet s, taken
WHERE s.id = n.sheet_id AND s.file_id = %(file)s AND n.{number} = taken.number
  AND n.codes = '{{}}' AND n.verdict <> 'repeated'
"""
NUMBERS = (
    (
        "certificate_number",
        "certificate_number_taken",
        "training_numbers_taken(asked.centre_id, asked.numbers)",
    ),
    ("competency_certificate_number", "competency_number_taken", "competency_numbers_taken(asked.numbers)"),
)

MEMBER_NUMBER_TAKEN = """
WITH mine AS (
    SELECT n.id, n.member_number, n.nik_hash, n.person_id
    FROM rosters_stagedrow n JOIN rosters_loadedsheet s ON s.id = n.sheet_id
    WHERE s.file_id = %(file)s AND n.member_number IS NOT NULL AND n.codes = '{}' AND n.verdict <> 'repeated'
), clash AS (
    SELECT a.id FROM mine a JOIN mine b ON b.member_number = a.member_number AND b.id < a.id
        AND b.nik_hash IS DISTINCT FROM a.nik_hash
    UNION
    SELECT mine.id FROM mine
    JOIN member_numbers_taken((SELECT array_agg(member_number) FROM mine)) t USING (member_number)
    WHERE t.person_id IS DISTINCT FROM mine.person_id
)
UPDATE rosters_stagedrow n SET warnings = n.warnings || 'member_number_taken'::varchar
FROM clash WHERE clash.id = n.id
"""

CLASSES_OVERLAP = """
WITH mine AS (
    SELECT n.id, n.nik_hash, n.person_id, n.centre_id, n.year, s.id AS sheet_id, s.package,
           s.starts_on, s.ends_on
    FROM rosters_stagedrow n JOIN rosters_loadedsheet s ON s.id = n.sheet_id
    WHERE s.file_id = %(file)s AND n.codes = '{}' AND n.verdict <> 'repeated'
), clash AS (
    SELECT a.id FROM mine a JOIN mine b ON b.nik_hash = a.nik_hash AND b.sheet_id <> a.sheet_id
        AND daterange(b.starts_on, b.ends_on, '[]') && daterange(a.starts_on, a.ends_on, '[]')
    UNION
    SELECT mine.id FROM mine
    JOIN training_days_of((SELECT array_agg(person_id) FROM mine WHERE person_id IS NOT NULL)) t
      USING (person_id)
    JOIN planning_trainingclass c ON c.id = t.class_id
    WHERE (c.centre_id, c.year::int, c.code) <> (mine.centre_id, mine.year::int, mine.package)
      AND daterange(t.starts_on, t.ends_on, '[]') && daterange(mine.starts_on, mine.ends_on, '[]')
)
UPDATE rosters_stagedrow n SET warnings = n.warnings || 'classes_overlap'::varchar
FROM clash WHERE clash.id = n.id
"""

# A package code given to another class must not overwrite the one that has it.
PACKAGE_TAKEN = """
UPDATE rosters_stagedrow n SET codes = n.codes || 'package_taken'::varchar
FROM rosters_loadedsheet s
WHERE s.id = n.sheet_id AND s.file_id = %(file)s AND NOT s.partial AND EXISTS (
    SELECT 1 FROM planning_trainingclass c JOIN programmes_programme p ON p.id = c.programme_id
    WHERE c.centre_id = n.centre_id AND c.year = n.year AND c.code = s.package
      AND regexp_replace(lower(s.programme), '[^[:alnum:]]', '', 'g') <> p.name_key
) AND EXISTS (
    SELECT 1 FROM rosters_stagedrow o WHERE o.live AND o.enrolment_id IS NOT NULL
      AND o.centre_id = n.centre_id AND o.year = n.year AND o.package = s.package
) AND NOT EXISTS (
    SELECT 1 FROM rosters_stagedrow m WHERE m.sheet_id = s.id AND m.replaces_id IS NOT NULL
)
"""
PACKAGE_REPEATED = """
UPDATE rosters_stagedrow n SET codes = n.codes || 'package_repeated'::varchar
FROM rosters_loadedsheet s
WHERE s.id = n.sheet_id AND s.file_id = %(file)s AND NOT s.partial AND EXISTS (
    SELECT 1 FROM rosters_loadedsheet e JOIN rosters_loadedfile f ON f.id = e.file_id
    JOIN rosters_loadedfile mine ON mine.id = s.file_id
    WHERE f.load_id = mine.load_id AND e.package = s.package AND e.package <> '' AND e.skipped = ''
      AND (e.file_id, e.position) < (s.file_id, s.position)
)
"""
VERDICTS = """
UPDATE rosters_stagedrow n SET verdict = CASE
    WHEN n.codes <> '{}' THEN 'held' WHEN n.verdict = 'repeated' THEN 'repeated'
    WHEN n.warnings <> '{}' THEN 'warning' ELSE 'accepted' END
FROM rosters_loadedsheet s WHERE s.id = n.sheet_id AND s.file_id = %(file)s
"""
# Judged again under the lock, the former answers of other records go first.
FORGET = """
UPDATE rosters_stagedrow n SET
    person_id = NULL, replaces_id = NULL, verdict = 'accepted',
    codes = ARRAY(SELECT c FROM unnest(n.codes) c WHERE c <> ALL (%(codes)s::varchar[])),
    warnings = ARRAY(SELECT w FROM unnest(n.warnings) w WHERE w <> ALL (%(warnings)s::varchar[]))
FROM rosters_loadedsheet s WHERE s.id = n.sheet_id AND s.file_id = %(file)s
"""


@transaction.atomic
def judge(file: LoadedFile) -> None:
    """Judge the file's rows against each other and against what is on record, and give each its verdict."""
    values: dict[str, Any] = {
        "file": file.pk,
        "codes": list(DATABASE_CODES),
        "warnings": list(DATABASE_WARNINGS),
    }
    with connection.cursor() as cursor:
        for statement in (FORGET, MATCH_BY_NIK, MATCH_BY_LINE, KNOWN_PERSONS, NAMES_CORRECTED):
            cursor.execute(statement, values)
        for statement in (NAMES_WITHIN_FILE, PACKAGE_TAKEN, PACKAGE_REPEATED, REPEATED, ALREADY_IN_CLASS):
            cursor.execute(statement, values)
        for number, code, function in NUMBERS:
            cursor.execute(NUMBER_WITHIN_FILE.format(number=number), {**values, "code": code})
            cursor.execute(NUMBER_TAKEN.format(number=number, function=function), {**values, "code": code})
        for statement in (MEMBER_NUMBER_TAKEN, CLASSES_OVERLAP, VERDICTS):
            cursor.execute(statement, values)
