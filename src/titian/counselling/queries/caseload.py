"""Whose case needs somebody now, why, and what waiting does. The state of a case is computed, never typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import gettext_lazy as _

from titian.counselling.questions import Words

PAGE = 25
COUNTED = 200  # beyond this a tab says "200+": nobody works through more in a week
CARD_LASTS = 730  # days; who registered earlier has no card in force any more


class Motive(NamedTuple):
    """One reason to act: what to do, and what waiting does to the person. `days` from when on waiting harms."""

    code: str
    label: Words
    action: Words
    harm: Words


MOTIVES: tuple[Motive, ...] = (
    Motive(
        "conflict", _("benturan wawancara"), _("Pilih atau gabungkan kedua versi wawancara."),
        _("Keputusan tertahan, dan jawaban yang satu dapat hilang."),
    ),
    Motive(
        "overdue", _("langkah lewat waktu"), _("Tanyakan hasil langkah ini, lalu catat atau ubah rencananya."),
        _("Janji kepada orangnya tidak ditepati; lowongan atau paketnya dapat lewat."),
    ),
    Motive(
        "no_show", _("tidak datang"), _("Hubungi, lalu undang lagi."),
        _("Yang tidak datang dan tidak dihubungi lagi biasanya hilang dari layanan."),
    ),
    Motive(
        "undecided", _("sudah diwawancarai, belum diputuskan"), _("Putuskan jalurnya."),
        _("Jawaban wawancara menjadi usang, dan orangnya menunggu tanpa rencana."),
    ),
    Motive(
        "unheard", _("terdaftar, belum diwawancarai"), _("Undang untuk konseling."),
        _("Makin lama menganggur makin sulit diterima bekerja."),
    ),
)  # fmt: skip
ORDER = {motive.code: place for place, motive in enumerate(MOTIVES)}

# Each motive walks an index of its own by office and day, one office after the other: no branch reads more than a page
# needs of any of them. Asked for several offices at once, the index gives no order and all that wait would be read.
BRANCHES = {
    "conflict": """
        SELECT i.person_id, v.received_at::date AS since, '' AS detail, v.id AS subject
        FROM counselling_interviewversion v JOIN counselling_interview i ON i.id = v.interview_id
        WHERE v.state = 'conflicting' AND i.office_id = office.id""",
    "overdue": """
        SELECT d.person_id, r.due_on AS since, r.step AS detail, r.id AS subject
        FROM counselling_decisionroute r JOIN counselling_decision d ON d.id = r.decision_id
        WHERE r.office_id = office.id AND r.done_on IS NULL AND NOT r.void AND r.due_on < %(today)s""",
    "no_show": """
        SELECT a.person_id, s.starts_at::date AS since, '' AS detail, a.id AS subject
        FROM counselling_appointment a JOIN counselling_slot s ON s.id = a.slot_id
        WHERE a.office_id = office.id AND a.state = 'no_show'
          AND NOT EXISTS (SELECT 1 FROM counselling_appointment later
                          WHERE later.person_id = a.person_id AND later.office_id = a.office_id
                            AND later.id > a.id AND later.state <> 'cancelled')""",
    "undecided": """
        SELECT i.person_id, i.updated_at::date AS since, '' AS detail, i.id AS subject
        FROM counselling_interview i
        WHERE i.office_id = office.id
          AND NOT EXISTS (SELECT 1 FROM counselling_decision d
                          WHERE d.person_id = i.person_id AND d.office_id = i.office_id)
          AND NOT EXISTS (SELECT 1 FROM counselling_interviewversion v
                          WHERE v.interview_id = i.id AND v.state = 'conflicting')""",
    "unheard": """
        SELECT e.person_id, e.on AS since, '' AS detail, e.id AS subject
        FROM people_jobseekerevent e
        WHERE e.office_id = office.id AND e.kind = 'registered' AND e.waits AND e.on > %(card)s
          AND NOT EXISTS (SELECT 1 FROM people_jobseekerevent f WHERE f.begins_id = e.id)
          AND NOT EXISTS (SELECT 1 FROM counselling_interview i WHERE i.person_id = e.person_id)
          AND NOT EXISTS (SELECT 1 FROM counselling_appointment a
                          WHERE a.person_id = e.person_id
                            AND a.state IN ('invited', 'confirmed', 'arrived', 'no_show'))""",
}
SINCE = {
    "conflict": "v.received_at", "overdue": "r.due_on", "no_show": "s.starts_at", "undecided": "i.updated_at",
    "unheard": "e.on",
}  # fmt: skip


def _of_offices(code: str, most: int, *, longest_first: bool) -> str:
    """Return the statement that finds up to `most` cases of each office."""
    order = f"ORDER BY {SINCE[code]}" if longest_first else ""
    return f"""
        SELECT found.* FROM unnest(%(offices)s::bigint[]) office (id),
        LATERAL ({BRANCHES[code]} {order} LIMIT {most}) found"""  # nosec B608  # our own words


class Case(NamedTuple):
    """One line of the caseload."""

    person_id: int
    name: str
    place: str
    motive: Motive
    since: date
    detail: str

    def waited(self, on: date) -> int:
        return (on - self.since).days


def counts(offices: Sequence[int], today: date) -> dict[str, int]:
    """Return how many cases wait for each reason, counted up to `COUNTED`; one statement."""
    parts = [
        f"SELECT '{code}' AS motive, count(*)"
        f" FROM ({_of_offices(code, COUNTED + 1, longest_first=False)} LIMIT {COUNTED + 1}) {code}_rows"
        for code in BRANCHES
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), _told(offices, today))  # nosec B608  # our own words
        return dict(cursor.fetchall())


def cases(offices: Sequence[int], today: date, *, motive: str = "", page: int = 1) -> list[Case]:
    """Return a page of cases and one more if there is more, the most harmful reason first, then the longest wait."""
    if motive in BRANCHES:
        return _cases([motive], offices, today, page)
    *urgent, _last = BRANCHES
    # The last reason holds most people and is the dearest to ask; where the others fill the page it is not asked.
    found = _cases(urgent, offices, today, page)
    return found if len(found) > PAGE else _cases(list(BRANCHES), offices, today, page)


def _cases(wanted: Sequence[str], offices: Sequence[int], today: date, page: int) -> list[Case]:
    most = page * PAGE + 1
    parts = [
        f"(SELECT {ORDER[code]} AS place, * FROM ({_of_offices(code, most, longest_first=True)}) {code}_rows)"
        for code in wanted
    ]
    sql = f"""
        SELECT c.place, c.person_id, p.name, coalesce(r.name, ''), c.since, c.detail
        FROM (SELECT * FROM ({" UNION ALL ".join(parts)}) every ORDER BY place, since, subject
              LIMIT {PAGE + 1} OFFSET {(page - 1) * PAGE}) c
        JOIN people_person p ON p.id = c.person_id
        LEFT JOIN standards_region r ON r.code = p.regency_id
        ORDER BY c.place, c.since, c.subject
    """  # nosec B608  # our own words; every value is a parameter
    with connection.cursor() as cursor:
        cursor.execute(sql, _told(offices, today))
        return [
            Case(person_id, name, region, MOTIVES[place], since, detail)
            for place, person_id, name, region, since, detail in cursor.fetchall()
        ]


def _told(offices: Sequence[int], today: date) -> dict[str, Any]:
    return {
        "offices": list(offices), "today": today, "card": date.fromordinal(today.toordinal() - CARD_LASTS),
    }  # fmt: skip
