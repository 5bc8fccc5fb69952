"""What became of people half a year after a counselling decision, by route and by whom they are alike."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db import connection

from titian.counselling.actions import Outcome
from titian.counselling.rules import Alike, alike

YEARS_LOOKED_BACK = 5
# Somebody is known to work on the day if a spell covers it and was told or ended on that day or after; known not
# to work if they said so, or reported as job-seekers, from a month before it to three months after.
AFTER_DECISIONS = """
WITH asked AS (
    SELECT r.route, d.id AS decision_id, d.person_id, d.version_id, d.decided_on,
           d.decided_on + %(days)s::integer AS day
    FROM counselling_decisionroute r JOIN counselling_decision d ON d.id = r.decision_id
    LEFT JOIN counselling_decision later ON later.replaces_id = d.id
    WHERE d.decided_on BETWEEN %(since)s AND %(until)s
      AND (later.id IS NULL OR later.decided_on > d.decided_on + %(days)s::integer)
), seen AS (
    SELECT asked.*,
        (SELECT min(CASE s.evidence WHEN 'verified' THEN 1 WHEN 'centre' THEN 2 ELSE 3 END)
         FROM people_employmentspell s JOIN standards_jobstatus j ON j.code = s.status_id
         WHERE s.person_id = asked.person_id AND j.working = 'yes' AND s.starts_on <= asked.day
           AND (s.ends_on >= asked.day OR s.ends_on IS NULL AND s.reported_on >= asked.day)) AS evidence,
        EXISTS (
            SELECT 1 FROM people_employmentspell s JOIN standards_jobstatus j ON j.code = s.status_id
            WHERE s.person_id = asked.person_id AND j.working = 'no'
              AND s.reported_on BETWEEN asked.day - 30 AND asked.day + 92
            UNION ALL
            SELECT 1 FROM placement_outcomereport o JOIN training_enrolment e ON e.id = o.enrolment_id
            JOIN standards_jobstatus j ON j.code = o.status_id
            WHERE e.person_id = asked.person_id AND j.working = 'no'
              AND o.reported_on BETWEEN asked.day - 30 AND asked.day + 92
            UNION ALL
            SELECT 1 FROM people_cardreport b JOIN people_jobseekercard c ON c.id = b.card_id
            WHERE c.person_id = asked.person_id AND b.reported_on BETWEEN asked.day - 30 AND asked.day + 92
        ) AS seeking
    FROM asked
)
SELECT seen.route,
       coalesce((SELECT a.value FROM counselling_answer a
                 WHERE a.version_id = seen.version_id AND a.question = 'schooling'), ''),
       date_part('year', age(seen.decided_on, p.birth_date))::integer,
       coalesce((SELECT a.value FROM counselling_answer a
                 WHERE a.version_id = seen.version_id AND a.question = 'worked_years'), ''),
       count(*), count(*) FILTER (WHERE evidence IS NOT NULL OR seeking),
       count(*) FILTER (WHERE evidence = 1), count(*) FILTER (WHERE evidence = 2), count(*) FILTER (WHERE evidence = 3)
FROM seen JOIN people_person p ON p.id = seen.person_id
GROUP BY 1, 2, 3, 4
"""


def outcomes_of_routes(days: int, as_of: date) -> list[Outcome]:
    """Return the counts of every route and group whose decisions are old enough."""
    until = date.fromordinal(as_of.toordinal() - days)
    told: dict[str, int | date] = {
        "days": days,
        "until": until,
        "since": date(until.year - YEARS_LOOKED_BACK, until.month, min(until.day, 28)),
    }
    sums: dict[tuple[str, Alike], Counter[str]] = {}
    names = ("decided", "known", "verified", "reported", "stated")
    with connection.cursor() as cursor:
        cursor.execute(AFTER_DECISIONS, told)
        for route, schooling, age, worked, *counts in cursor.fetchall():
            group = alike(schooling=schooling, age=age, worked=worked)
            sums.setdefault((route, group), Counter()).update(dict(zip(names, counts, strict=True)))
    return [
        Outcome(route, group, *(tally[name] for name in names))
        for (route, group), tally in sorted(sums.items())
    ]
