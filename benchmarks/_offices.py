"""The register and the desks of a nation's offices: every person registered, some heard, decided, invited or missed.

Statements for `_province.py`; every regency has an office, and the first six of them are those of the reader.
"""

from __future__ import annotations

TABLES = (
    "people_jobseekerevent", "counselling_interview", "counselling_interviewversion", "counselling_answer",
    "counselling_decision", "counselling_decisionroute", "counselling_slot", "counselling_appointment",
)  # fmt: skip
OFFICES = """
    INSERT INTO network_organisation (id, created_at, updated_at, name, name_key, short_name, confirmed, is_demo,
        kind_id, region_id)
    SELECT 2000000 + row_number() OVER (ORDER BY chosen DESC, code), now(), now(), 'Dinas Rekaan ' || code,
        'dinasrekaan' || code, '', true, true, 'agency_regency', code
    FROM (
        SELECT code, code IN (SELECT DISTINCT region FROM bench_organisation WHERE i <= 12 LIMIT 6) AS chosen
        FROM standards_region WHERE level = 2
    ) r
"""
OFFICER = "(SELECT id FROM accounts_user WHERE username = 'office_six_regencies')"
CASEWORK = (
    # Registered within two years, so that every card is in force; four of ten left the register since.
    """
    INSERT INTO people_jobseekerevent (id, person_id, office_id, kind, "on", age, sex, education_id, occupation_group,
        reason)
    SELECT p.id, p.id, o.id, 'registered', current_date - 30 - (p.id * 31 % 690)::int, 18 + (p.id % 30)::int, p.sex,
        p.education_id, '', ''
    FROM people_person p JOIN network_organisation o ON o.region_id = p.regency_id AND o.id BETWEEN 2000001 AND 2999999
    """,
    """
    INSERT INTO people_jobseekerevent (id, person_id, office_id, kind, "on", age, sex, education_id, occupation_group,
        reason, begins_id)
    SELECT id + 10000000, person_id, office_id, 'placed', "on" + 20, age, sex, education_id, '', '', id
    FROM people_jobseekerevent WHERE person_id % 10 < 4
    """,
    f"""
    INSERT INTO counselling_interview (id, created_at, updated_at, office_id, opened_by_id, person_id)
    SELECT id, moment, moment, office_id, {OFFICER}, person_id
    FROM (SELECT *, now() - (person_id * 17 % 300) * interval '1 day' AS moment FROM people_jobseekerevent) e
    WHERE kind = 'registered' AND person_id % 5 = 0
    """,
    f"""
    INSERT INTO counselling_interviewversion (id, state, number, base, key, written_at, received_at, interview_id,
        written_by_id)
    SELECT id, 'current', 1, 0, gen_random_uuid(), updated_at, updated_at, id, {OFFICER} FROM counselling_interview
    """,
    """
    INSERT INTO counselling_answer (question, value, source, said_on, expires_on, version_id)
    SELECT question, value, 'said', i.updated_at::date, i.updated_at::date + 365, i.id
    FROM counselling_interview i, (VALUES ('work_now', 'none'), ('reads', 'yes'), ('wanted_work', 'penjahit'))
        told (question, value)
    """,
    f"""
    INSERT INTO counselling_decision (id, created_at, updated_at, decided_on, key, change_reason, is_demo, author_id,
        office_id, person_id, version_id)
    SELECT id, updated_at, updated_at, updated_at::date, gen_random_uuid(), '', true, {OFFICER}, office_id, person_id,
        id
    FROM counselling_interview WHERE id % 15 > 0
    """,
    """
    INSERT INTO counselling_decisionroute (id, route, reason, step, step_owner, due_on, done_note, void, decision_id,
        office_id, done_on)
    SELECT id, 'training', 'Ingin dilatih', 'Mendaftar pelatihan', 'person', decided_on + 30, '', false, id, office_id,
        CASE WHEN id % 4 > 0 THEN decided_on + 20 END
    FROM counselling_decision
    """,
    """
    INSERT INTO counselling_slot (id, starts_at, minutes, capacity, place, office_id)
    SELECT row_number() OVER (), date_trunc('hour', now()) - n * interval '1 day', 30, 30000, '', o.id
    FROM network_organisation o, generate_series(1, 20) n WHERE o.id BETWEEN 2000001 AND 2999999
    """,
    f"""
    INSERT INTO counselling_appointment (id, created_at, updated_at, state, seat, key, purpose, invited_by_id,
        office_id, person_id, slot_id)
    SELECT e.id, now(), now(), CASE WHEN e.person_id % 4 = 0 THEN 'no_show' ELSE 'served' END, e.id % 32000,
        gen_random_uuid(), '', {OFFICER}, e.office_id, e.person_id, s.id
    FROM people_jobseekerevent e
    JOIN LATERAL (
        SELECT id FROM counselling_slot WHERE office_id = e.office_id ORDER BY id OFFSET e.person_id / 32000 LIMIT 1
    ) s ON true
    WHERE e.kind = 'registered' AND e.person_id % 7 = 1
    """,
)
