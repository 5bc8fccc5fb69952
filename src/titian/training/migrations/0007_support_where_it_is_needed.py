from django.db import migrations

TEACHES = """
CREATE FUNCTION app_teaches(dormitory boolean) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT coalesce(array_agg(DISTINCT m.organisation_id), '{}')
    FROM network_membership m JOIN accounts_user u ON u.id = m.user_id
    WHERE m.user_id = app_user() AND u.is_active AND m.period @> app_today()
      AND (m.role = 'centre_head' OR (m.role = 'instructor' AND NOT dormitory))
$$;
"""

SEAT = """
    EXISTS (
        SELECT 1 FROM training_enrolment e JOIN planning_trainingclass c ON c.id = e.training_class_id
        WHERE e.person_id = people_accommodation.person_id AND c.organiser_id = ANY ((SELECT app_teaches(%s))::bigint[])
    )
"""


class Migration(migrations.Migration):
    """Who holds or teaches a class reads what its participants need there, and changes nothing of it."""

    dependencies = [
        ("training", "0006_classes_by_their_participants"),
        ("people", "0009_narrow_support"),
        ("planning", "0004_class_fund_may_be_unknown"),
    ]

    operations = [
        migrations.RunSQL(TEACHES, "DROP FUNCTION app_teaches(boolean)"),
        migrations.RunSQL(
            "CREATE POLICY second_wall_class ON people_accommodation FOR SELECT USING ("
            f"(setting IN ('test', 'training') AND {SEAT % 'false'})"
            f" OR (setting = 'dormitory' AND {SEAT % 'true'}))",
            "DROP POLICY second_wall_class ON people_accommodation",
        ),
    ]
