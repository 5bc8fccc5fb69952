from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from titian.core.db.bulk import look_over
from titian.rosters.models import LoadedFile
from titian.rosters.rules import DATABASE_CODES, DATABASE_WARNINGS

# The file's rows as they bear themselves, without what other records said of them before. Judging happens on
# this copy: it has statistics of its own, so a hundred thousand rows just staged are joined as such, and only the
# rows whose verdict changed are written back.
JUDGING = """
CREATE TEMPORARY TABLE judging ON COMMIT DROP AS
SELECT n.id, n.sheet_id, s.position, s.partial, n.package, n.line, n.name_key, n.birth_date, n.nik_hash,
       n.certificate_number, n.competency_certificate_number, n.member_number, s.starts_on, s.ends_on,
       CASE WHEN n.codes && %(codes)s::varchar[]
            THEN ARRAY(SELECT c FROM unnest(n.codes) c WHERE c <> ALL (%(codes)s::varchar[]))
            ELSE n.codes END AS codes,
       CASE WHEN n.warnings && %(warnings)s::varchar[]
            THEN ARRAY(SELECT w FROM unnest(n.warnings) w WHERE w <> ALL (%(warnings)s::varchar[]))
            ELSE n.warnings END AS warnings,
       false AS repeated, NULL::bigint AS person_id, NULL::bigint AS replaces_id
FROM rosters_loadedsheet s JOIN rosters_stagedrow n ON n.sheet_id = s.id
WHERE s.file_id = %(file)s
"""
# What the rosters of the same classes say now.
STANDING = """
CREATE TEMPORARY TABLE standing ON COMMIT DROP AS
SELECT o.id, o.package, o.line, o.name_key, o.birth_date, o.nik_hash, o.verdict, o.person_id, o.enrolment_id
FROM rosters_stagedrow o
WHERE o.live AND o.centre_id = %(centre)s AND o.year = %(year)s
  AND o.package IN (SELECT DISTINCT package FROM judging)
"""

# Rows of a repaired file name the sheet's own line; other files match by NIK, else by line, name and birth date.
MATCH_BY_NIK = """
UPDATE judging n SET replaces_id = o.id FROM standing o
WHERE o.package = n.package AND o.enrolment_id IS NOT NULL AND o.nik_hash = n.nik_hash
"""
MATCH_BY_LINE = """
UPDATE judging n SET replaces_id = o.id FROM standing o
WHERE n.replaces_id IS NULL AND o.package = n.package AND o.line = n.line
  AND ((o.enrolment_id IS NOT NULL AND o.name_key = n.name_key AND o.birth_date = n.birth_date)
       OR (o.verdict = 'held' AND (n.partial OR o.name_key = n.name_key)))
  AND o.id NOT IN (SELECT taken.replaces_id FROM judging taken WHERE taken.replaces_id IS NOT NULL)
  AND NOT EXISTS (
    SELECT 1 FROM rosters_stagedrow taken WHERE taken.replaces_id = o.id AND taken.load_id = %(load)s
      AND taken.sheet_id NOT IN (SELECT own.id FROM rosters_loadedsheet own WHERE own.file_id = %(file)s))
"""

# The first row of a person in a class stands; held rows neither stand nor repeat.
REPEATED = """
UPDATE judging n SET repeated = true, replaces_id = NULL
FROM (
    SELECT id, row_number() OVER (PARTITION BY nik_hash, package ORDER BY position, line) AS turn
    FROM judging
    WHERE codes = '{}' AND (nik_hash, package) IN (
        SELECT nik_hash, package FROM judging WHERE nik_hash IS NOT NULL AND codes = '{}'
        GROUP BY nik_hash, package HAVING count(*) > 1)
) f WHERE f.id = n.id AND f.turn > 1
"""

# A repaired row may turn out to be somebody the class already has.
ALREADY_IN_CLASS = """
UPDATE judging n SET repeated = true, replaces_id = held.id
FROM judging m JOIN standing o ON o.id = m.replaces_id
LEFT JOIN standing held ON held.verdict = 'held' AND held.package = m.package AND held.line = m.line
WHERE n.id = m.id AND m.partial AND o.enrolment_id IS NOT NULL AND o.line <> m.line
"""

KNOWN_PERSONS = """
WITH asked AS (
    SELECT array_agg(nik_hash) AS hashes, array_agg(name_key) AS names, array_agg(birth_date) AS births,
           array_agg(id) AS ids
    FROM (SELECT nik_hash, name_key, birth_date, id FROM judging
          WHERE nik_hash IS NOT NULL AND name_key <> '' ORDER BY id) n
), known AS (
    SELECT asked.ids[m.place] AS id, m.person_id, m.name_agrees
    FROM asked, persons_matching(asked.hashes, asked.names, asked.births) m
)
UPDATE judging n SET
    person_id = known.person_id,
    codes = CASE WHEN known.name_agrees THEN n.codes
                 ELSE n.codes || 'name_disagrees_with_known_nik'::varchar END
FROM known WHERE n.id = known.id
"""
# A new name of somebody whom only this row of this class has ever named is a correction, not a disagreement.
NAMES_CORRECTED = """
UPDATE judging n SET codes = array_remove(n.codes, 'name_disagrees_with_known_nik')
FROM standing o
WHERE o.id = n.replaces_id AND o.person_id = n.person_id AND 'name_disagrees_with_known_nik' = ANY (n.codes)
  AND NOT EXISTS (
    SELECT 1 FROM training_days_of(ARRAY[n.person_id]) t JOIN planning_trainingclass c ON c.id = t.class_id
    WHERE (c.centre_id, c.year::int, c.code) <> (%(centre)s, %(year)s, n.package)
  )
"""

# Two rows of one file may give one new NIK to two names: the first one stands.
NAMES_WITHIN_FILE = """
UPDATE judging n SET codes = n.codes || 'name_disagrees_with_known_nik'::varchar
FROM (
    SELECT id, name_key, first_value(name_key) OVER (PARTITION BY nik_hash ORDER BY position, line) AS first_name
    FROM judging
    WHERE person_id IS NULL AND codes = '{}' AND nik_hash IN (
        SELECT nik_hash FROM judging WHERE person_id IS NULL AND codes = '{}'
        GROUP BY nik_hash HAVING count(*) > 1)
) f
WHERE f.id = n.id AND strpos(f.name_key, f.first_name) = 0 AND strpos(f.first_name, f.name_key) = 0
"""

NUMBER_WITHIN_FILE = """
UPDATE judging n SET codes = n.codes || %(code)s::varchar
FROM (
    SELECT id, row_number() OVER (PARTITION BY {number} ORDER BY position, line) AS turn
    FROM judging
    WHERE codes = '{{}}' AND NOT repeated AND {number} IN (
        SELECT {number} FROM judging WHERE {number} IS NOT NULL AND codes = '{{}}' AND NOT repeated
        GROUP BY {number} HAVING count(*) > 1)
) f WHERE f.id = n.id AND f.turn > 1
"""

# Enrolments that this very file states anew give their numbers back before they take others.
NUMBER_TAKEN = """
WITH asked AS (
    SELECT %(centre)s::bigint AS centre_id, array_agg({number}) AS numbers FROM judging
    WHERE {number} IS NOT NULL HAVING count(*) > 0
), restated AS (
    SELECT o.enrolment_id FROM judging n JOIN standing o ON o.id = n.replaces_id
    WHERE o.enrolment_id IS NOT NULL
), taken AS (
    SELECT t.number FROM asked, {function} t LEFT JOIN restated r ON r.enrolment_id = t.enrolment_id
    WHERE r.enrolment_id IS NULL
)
UPDATE judging n SET codes = n.codes || %(code)s::varchar
FROM taken WHERE n.{number} = taken.number AND n.codes = '{{}}' AND NOT n.repeated
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
    SELECT id, member_number, nik_hash, person_id FROM judging
    WHERE member_number IS NOT NULL AND codes = '{}' AND NOT repeated
), clash AS (
    SELECT a.id FROM mine a JOIN mine b ON b.member_number = a.member_number AND b.id < a.id
        AND b.nik_hash IS DISTINCT FROM a.nik_hash
    UNION
    SELECT mine.id FROM mine
    JOIN member_numbers_taken((SELECT array_agg(member_number) FROM mine)) t USING (member_number)
    WHERE t.person_id IS DISTINCT FROM mine.person_id
)
UPDATE judging n SET warnings = n.warnings || 'member_number_taken'::varchar
FROM clash WHERE clash.id = n.id
"""

CLASSES_OVERLAP = """
WITH mine AS (
    SELECT id, nik_hash, person_id, sheet_id, package, starts_on, ends_on FROM judging
    WHERE codes = '{}' AND NOT repeated
), clash AS (
    SELECT a.id FROM mine a JOIN mine b ON b.nik_hash = a.nik_hash AND b.sheet_id <> a.sheet_id
        AND daterange(b.starts_on, b.ends_on, '[]') && daterange(a.starts_on, a.ends_on, '[]')
    UNION
    SELECT mine.id FROM mine
    JOIN training_days_of((SELECT array_agg(person_id) FROM mine WHERE person_id IS NOT NULL)) t
      USING (person_id)
    JOIN planning_trainingclass c ON c.id = t.class_id
    WHERE (c.centre_id, c.year::int, c.code) <> (%(centre)s, %(year)s, mine.package)
      AND daterange(t.starts_on, t.ends_on, '[]') && daterange(mine.starts_on, mine.ends_on, '[]')
)
UPDATE judging n SET warnings = n.warnings || 'classes_overlap'::varchar
FROM clash WHERE clash.id = n.id
"""

# A package code given to another class must not overwrite the one that has it, also when it is loaded again: only
# a sheet that restates somebody of the class speaks of that class. The few sheets in doubt are found first: joined
# as they come, each row asked for all classes of the year anew where the statistics lagged behind the load.
PACKAGE_TAKEN = """
WITH unrelated AS (
    SELECT m.sheet_id FROM judging m LEFT JOIN standing o ON o.id = m.replaces_id AND o.enrolment_id IS NOT NULL
    GROUP BY m.sheet_id HAVING count(o.id) = 0
), doubtful AS MATERIALIZED (
    SELECT s.id, s.package, regexp_replace(lower(s.programme), '[^[:alnum:]]', '', 'g') AS programme
    FROM unrelated JOIN rosters_loadedsheet s ON s.id = unrelated.sheet_id
    WHERE NOT s.partial AND s.package IN (SELECT o.package FROM standing o WHERE o.enrolment_id IS NOT NULL)
), taken AS MATERIALIZED (
    SELECT d.id FROM doubtful d
    JOIN planning_trainingclass c ON c.centre_id = %(centre)s AND c.year = %(year)s AND c.code = d.package
    JOIN programmes_programme p ON p.id = c.programme_id AND p.name_key <> d.programme
)
UPDATE judging n SET codes = n.codes || 'package_taken'::varchar FROM taken WHERE taken.id = n.sheet_id
"""
PACKAGE_REPEATED = """
UPDATE judging n SET codes = n.codes || 'package_repeated'::varchar
FROM (
    SELECT s.id, s.file_id, s.partial,
           row_number() OVER (PARTITION BY s.package ORDER BY s.file_id, s.position) AS turn
    FROM rosters_loadedsheet s JOIN rosters_loadedfile f ON f.id = s.file_id
    WHERE f.load_id = %(load)s AND s.package <> '' AND s.skipped = ''
) s
WHERE s.id = n.sheet_id AND s.file_id = %(file)s AND NOT s.partial AND s.turn > 1
"""
WRITE_BACK = """
UPDATE rosters_stagedrow n
SET person_id = j.person_id, replaces_id = j.replaces_id, codes = j.codes, warnings = j.warnings,
    verdict = j.verdict
FROM (
    SELECT judging.*, CASE WHEN codes <> '{}' THEN 'held' WHEN repeated THEN 'repeated'
                           WHEN warnings <> '{}' THEN 'warning' ELSE 'accepted' END AS verdict
    FROM judging
) j
WHERE n.id = j.id AND (n.person_id, n.replaces_id, n.codes, n.warnings, n.verdict)
    IS DISTINCT FROM (j.person_id, j.replaces_id, j.codes, j.warnings, j.verdict)
"""


@transaction.atomic
def judge(file: LoadedFile) -> None:
    """Judge the file's rows against each other and against what is on record, and give each its verdict."""
    values: dict[str, Any] = {
        "file": file.pk,
        "load": file.load_id,
        "centre": file.load.centre_id,
        "year": file.load.year,
        "codes": list(DATABASE_CODES),
        "warnings": list(DATABASE_WARNINGS),
    }
    with connection.cursor() as cursor:
        cursor.execute(JUDGING, values)
        cursor.execute(STANDING, values)
        look_over("judging", "standing")
        for statement in (MATCH_BY_NIK, MATCH_BY_LINE):
            cursor.execute(statement, values)
        look_over("judging")  # who restates whom: taken for nobody, each number was sought among all of them
        for statement in (KNOWN_PERSONS, NAMES_CORRECTED):
            cursor.execute(statement, values)
        for statement in (NAMES_WITHIN_FILE, PACKAGE_TAKEN, PACKAGE_REPEATED, REPEATED, ALREADY_IN_CLASS):
            cursor.execute(statement, values)
        for number, code, function in NUMBERS:
            cursor.execute(NUMBER_WITHIN_FILE.format(number=number), {**values, "code": code})
            cursor.execute(NUMBER_TAKEN.format(number=number, function=function), {**values, "code": code})
        for statement in (MEMBER_NUMBER_TAKEN, CLASSES_OVERLAP, WRITE_BACK):
            cursor.execute(statement, values)
        cursor.execute("DROP TABLE judging, standing")
