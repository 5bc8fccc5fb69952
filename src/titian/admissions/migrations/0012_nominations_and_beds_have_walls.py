from django.db import migrations

from titian.core.policies import protect, protect_history

# Who keeps the rounds of a centre and hands out its beds; instructors and planners do not.
KEEPS = """
CREATE FUNCTION app_keeps_rounds() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT coalesce(array_agg(DISTINCT m.organisation_id), '{}')
    FROM network_membership m JOIN accounts_user u ON u.id = m.user_id
    WHERE m.user_id = app_user() AND u.is_active AND m.role IN ('centre_head', 'centre_clerk') AND m.period @> app_today()
$$;
"""
OF_CENTRE = """
    EXISTS (
        SELECT 1 FROM admissions_roundclass rc JOIN admissions_admissionround r ON r.id = rc.round_id
        WHERE rc.id = round_class_id AND r.centre_id = ANY ((SELECT app_keeps_rounds())::bigint[]))
"""
OFFICE_OR_CENTRE = f"""
    (SELECT app_sees_all()) OR regency_id = ANY ((SELECT app_regions())::text[]) OR {OF_CENTRE}
"""
NOMINATION = f"person_id = (SELECT app_person()) OR {OFFICE_OR_CENTRE}"
STAFF_OF_CENTRE = f"(SELECT app_sees_all()) OR {OF_CENTRE}"
OF_CLASS = "EXISTS (SELECT 1 FROM admissions_roundclass rc WHERE rc.id = round_class_id)"

IN_FORCE = """EXISTS (
        SELECT 1 FROM people_consent k
        WHERE k.person_id = n.person_id AND k.purpose = 'nomination' AND k.withdrawn_at IS NULL)"""
# What the person agreed the centre may know before there is an application; the record itself stays closed to it.
NOMINEES = f"""
CREATE FUNCTION admissions_nominees(asked_round bigint)
RETURNS TABLE (nomination_id bigint, name text, birth_date date, education text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT n.id, p.name::text, p.birth_date, coalesce(e.name, '')::text
    FROM admissions_nomination n JOIN admissions_roundclass rc ON rc.id = n.round_class_id
    JOIN admissions_admissionround r ON r.id = rc.round_id
    JOIN people_person p ON p.id = n.person_id
    LEFT JOIN standards_educationlevel e ON e.code = p.education_id
    WHERE r.id = asked_round AND n.state <> 'withdrawn' AND {IN_FORCE}
      AND (app_sees_all() OR r.centre_id = ANY (app_keeps_rounds()))
$$;
"""
# How far its nominees came in the round, for an office that may read neither applications nor seats.
PROGRESS = f"""
CREATE FUNCTION admissions_nominees_progress()
RETURNS TABLE (nomination_id bigint, application text, offer text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT n.id, a.state::text, (
        SELECT o.state::text FROM admissions_offer o
        WHERE o.application_id = n.application_id AND o.round_class_id = n.round_class_id
        ORDER BY o.state NOT IN ('offered', 'accepted'), o.id DESC LIMIT 1)
    FROM admissions_nomination n LEFT JOIN admissions_application a ON a.id = n.application_id
    WHERE {IN_FORCE} AND (app_sees_all() OR n.regency_id = ANY (app_regions()))
$$;
"""
SEATED = "o.state IN ('offered', 'accepted') AND c.term IN (1, 2)"
# Whether somebody needs a room without steps, not why: promised by a disability unit, or told of walking and stairs.
NEEDING = f"""
CREATE FUNCTION admissions_needing_access(asked_class bigint) RETURNS TABLE (application_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT a.id
    FROM admissions_offer o JOIN admissions_choice c ON c.id = o.choice_id
    JOIN admissions_application a ON a.id = o.application_id
    JOIN admissions_admissionround r ON r.id = a.round_id
    WHERE o.round_class_id = asked_class AND {SEATED}
      AND (app_is_machine() OR r.centre_id = ANY (app_keeps_rounds()))
      AND (EXISTS (
            SELECT 1 FROM people_accommodation x
            WHERE x.person_id = a.person_id AND x.setting = 'dormitory' AND x.kind = 'access'
              AND x.not_delivered_because = '')
        OR EXISTS (SELECT 1 FROM people_needs w WHERE w.person_id = a.person_id AND w.walking >= 3))
$$;
"""
# While somebody sleeps there, who hands out the beds reads what was promised for the dormitory, and changes nothing.
SLEEPS = f"""
    setting = 'dormitory' AND EXISTS (
        SELECT 1 FROM admissions_application a JOIN admissions_offer o ON o.application_id = a.id
        JOIN admissions_choice c ON c.id = o.choice_id JOIN admissions_admissionround r ON r.id = a.round_id
        JOIN admissions_roundclass rc ON rc.id = o.round_class_id
        JOIN planning_opening p ON p.id = rc.opening_id
        JOIN planning_trainingclass t ON t.id = p.training_class_id
        WHERE a.person_id = people_accommodation.person_id AND {SEATED} AND t.ends_on >= app_today()
          AND r.centre_id = ANY ((SELECT app_keeps_rounds())::bigint[]))
"""
# A bed tells a need, so of those who see everything else only the machines see it.
HANDS_OUT = f"(SELECT app_is_machine()) OR {OF_CENTRE}"
BED = f"""
    {HANDS_OUT} OR EXISTS (
        SELECT 1 FROM admissions_offer o JOIN admissions_application a ON a.id = o.application_id
        WHERE o.id = offer_id AND a.person_id = (SELECT app_person()))
"""


def kept_by_staff(table: str, using: str) -> migrations.RunSQL:
    """Beside the wall: who may read a row may not therefore delete it."""
    return migrations.RunSQL(
        f"CREATE POLICY kept_by_staff ON {table} AS RESTRICTIVE FOR DELETE USING ({using})",
        f"DROP POLICY kept_by_staff ON {table}",
    )


class Migration(migrations.Migration):
    """Office and centre see a nomination, each the part that is theirs; a bed is seen by who hands it out."""

    dependencies = [
        ("admissions", "0011_nominations_and_beds"),
        ("people", "0014_support_knows_whose_record"),
    ]

    operations = [
        migrations.RunSQL(KEEPS, "DROP FUNCTION app_keeps_rounds()"),
        migrations.RunSQL(NOMINEES, "DROP FUNCTION admissions_nominees(bigint)"),
        migrations.RunSQL(PROGRESS, "DROP FUNCTION admissions_nominees_progress()"),
        migrations.RunSQL(NEEDING, "DROP FUNCTION admissions_needing_access(bigint)"),
        protect("admissions_nomination", using=NOMINATION, check=OFFICE_OR_CENTRE),
        kept_by_staff("admissions_nomination", OFFICE_OR_CENTRE),
        protect_history("admissions_nominationevent", using=NOMINATION),
        protect("admissions_nominationquota", using=OF_CLASS, check=STAFF_OF_CENTRE),
        kept_by_staff("admissions_nominationquota", STAFF_OF_CENTRE),
        protect("admissions_bedplace", using=BED, check=HANDS_OUT),
        kept_by_staff("admissions_bedplace", HANDS_OUT),
        migrations.RunSQL(
            f"CREATE POLICY second_wall_bed ON people_accommodation FOR SELECT USING ({SLEEPS})",
            "DROP POLICY second_wall_bed ON people_accommodation",
        ),
    ]
