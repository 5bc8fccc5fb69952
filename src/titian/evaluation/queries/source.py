"""The one place that says how a participation record is read from the stations."""

from __future__ import annotations

# One row per enrolment; a WHERE on e.id may follow. Of spells that start on one day the best evidenced wins.
PARTICIPATION = """
SELECT
    e.id AS enrolment_id, e.person_id, c.id AS class_id, c.code AS class_code, c.year, c.capacity,
    c.centre_id, centre.name AS centre_name, left(centre.region_id, 2) AS home_province,
    c.organiser_id, organiser.name AS organiser_name, organiser.kind_id AS organiser_kind,
    organiser.region_id AS organiser_regency,
    supervision.supervisor_id, ownership.owner_id, owner.kind_id AS owner_kind, c.venue_id,
    c.channel_id AS channel, c.fund_id AS fund, c.wave,
    c.programme_id, programme.name AS programme_name, programme.field_id AS field,
    left(e.domicile_id, 2) AS province, left(e.domicile_id, 5) AS regency,
    p.sex, p.birth_date, extract(year FROM age(c.starts_on, p.birth_date))::smallint AS age_at_start,
    e.education_id AS education, education.rank AS education_rank,
    disability.present AS disability, e.worked_at_entry,
    c.starts_on AS class_starts_on, c.ends_on AS class_ends_on, coalesce(c.hours, programme.hours) AS hours,
    e.passed, e.result_on, certificate.id IS NOT NULL AS certificate,
    verdict.id IS NOT NULL AS assessed, verdict.competent, verdict.assessed_on,
    cover.id IS NOT NULL AS covered,
    lower(cover.period) AS cover_starts_on, upper(cover.period) - 1 AS cover_ends_on,
    cover.insurer_id AS cover_insurer_id, verdict.body_id AS assessment_body_id,
    report.status_id AS status_reported, reported.working AS status_working,
    reported_spell.starts_on AS status_starts_on, report.reported_on AS status_reported_on,
    report.evidence AS status_evidence,
    first_work.id AS first_work_spell_id, first_work.source_id AS first_work_source_id,
    first_work.starts_on AS first_work_on, first_work.status_id AS first_work_status,
    first_work.evidence AS first_work_evidence,
    first_work.statistics_reading AS first_work_statistics_reading,
    first_work.centre_reading AS first_work_centre_reading,
    first_work.own_business AS first_work_own_business,
    first_work.employer_id AS first_work_employer_id, first_work.occupation_id AS first_work_occupation,
    aim.matched AS field_match, first_work.monthly_wage AS wage,
    c.is_demo OR p.is_demo AS is_demo
FROM training_enrolment e
JOIN people_person p ON p.id = e.person_id
JOIN planning_trainingclass c ON c.id = e.training_class_id
JOIN network_organisation centre ON centre.id = c.centre_id
JOIN network_organisation organiser ON organiser.id = c.organiser_id
JOIN programmes_programme programme ON programme.id = c.programme_id
LEFT JOIN network_supervision supervision
    ON supervision.organisation_id = c.organiser_id AND supervision.period @> c.starts_on
LEFT JOIN network_ownership ownership
    ON ownership.organisation_id = c.organiser_id AND ownership.period @> c.starts_on
LEFT JOIN network_organisation owner ON owner.id = ownership.owner_id
LEFT JOIN standards_educationlevel education ON education.code = e.education_id
LEFT JOIN people_disability disability ON disability.person_id = p.id
LEFT JOIN training_trainingcertificate certificate ON certificate.enrolment_id = e.id
LEFT JOIN certification_verdict verdict ON verdict.enrolment_id = e.id
LEFT JOIN protection_cover cover ON cover.person_id = e.person_id AND cover.training_class_id = c.id
LEFT JOIN placement_outcomereport report ON report.enrolment_id = e.id
LEFT JOIN standards_jobstatus reported ON reported.code = report.status_id
LEFT JOIN people_employmentspell reported_spell ON reported_spell.id = report.spell_id
LEFT JOIN LATERAL (
    SELECT spell.*, status.statistics_reading, status.centre_reading, status.own_business
    FROM people_employmentspell spell
    JOIN standards_jobstatus status ON status.code = spell.status_id AND status.working
    WHERE spell.person_id = e.person_id AND spell.starts_on >= c.ends_on
    ORDER BY spell.starts_on,
        array_position(ARRAY['verified', 'centre', 'self'], spell.evidence::text), spell.id
    LIMIT 1
) first_work ON true
LEFT JOIN LATERAL (
    -- A group coarser than the field's own groups cannot decide; nor can a field without groups.
    SELECT CASE
        WHEN bool_or(starts_with(first_work.occupation_id, link.occupation_id)) THEN true
        WHEN bool_or(starts_with(link.occupation_id, first_work.occupation_id)) THEN NULL
        ELSE bool_or(false)
    END AS matched
    FROM standards_field_occupations link
    WHERE link.field_id = programme.field_id AND first_work.occupation_id IS NOT NULL
) aim ON true
"""
