from django.db import migrations

from titian.core.policies import protect

OF_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"

# Planners see every record, but not what somebody finds difficult: of those who see all, machines alone pass.
MACHINE = """
CREATE FUNCTION app_is_machine() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (
        SELECT 1 FROM accounts_user u
        WHERE u.id = app_user() AND u.is_active AND u.is_system
          AND u.username IN ('system:seed', 'system:shell', 'system:merge')
    )
$$;
"""

UNITS = """
CREATE FUNCTION app_units() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT coalesce(array_agg(DISTINCT m.organisation_id), '{}')
    FROM network_membership m JOIN accounts_user u ON u.id = m.user_id
    WHERE m.user_id = app_user() AND u.is_active AND m.role = 'disability_unit' AND m.period @> app_today()
$$;
"""

# Whom a unit supports: who lives in its region or is served by its office and asked, and whom it promised something.
SUPPORTED = """
CREATE FUNCTION app_supported() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH units AS (
        SELECT o.id, o.region_id FROM network_organisation o WHERE o.id = ANY (app_units())
    )
    SELECT coalesce(array_agg(DISTINCT found.person_id), '{}') FROM (
        SELECT n.person_id FROM units u
        JOIN people_person p ON p.regency_id = u.region_id OR left(p.regency_id, 2) = u.region_id
        JOIN people_needs n ON n.person_id = p.id
        UNION ALL
        SELECT n.person_id FROM units u
        JOIN people_servicelink l ON l.organisation_id = u.id AND l.until IS NULL
        JOIN people_needs n ON n.person_id = l.person_id
        UNION ALL
        SELECT a.person_id FROM units u JOIN people_accommodation a ON a.unit_id = u.id
    ) found
$$;
"""

OWN = "person_id = (SELECT app_person()) OR (SELECT app_is_machine())"


def narrowed(table: str, using: str) -> list[migrations.RunSQL]:
    """Take away the policy that whoever sees the person passed, and put a narrower one there."""
    gone = protect(table, using=OF_PERSON)
    return [migrations.RunSQL(gone.reverse_sql, gone.sql), protect(table, using=using)]


class Migration(migrations.Migration):
    """Needs are read by the person and the disability unit; a promise by the person and the unit that made it."""

    dependencies = [("people", "0008_retention")]

    operations = [
        migrations.RunSQL(MACHINE, "DROP FUNCTION app_is_machine()"),
        migrations.RunSQL(UNITS, "DROP FUNCTION app_units()"),
        migrations.RunSQL(SUPPORTED, "DROP FUNCTION app_supported()"),
        migrations.RunSQL(
            "CREATE POLICY second_wall_unit ON people_person FOR SELECT"
            " USING (id = ANY ((SELECT app_supported())::bigint[]))",
            "DROP POLICY second_wall_unit ON people_person",
        ),
        *narrowed("people_needs", f"{OWN} OR person_id = ANY ((SELECT app_supported())::bigint[])"),
        *narrowed("people_accommodation", f"{OWN} OR unit_id = ANY ((SELECT app_units())::bigint[])"),
    ]
