from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION app_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('titian.user', true), '')::bigint
$$;

CREATE FUNCTION app_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT (now() AT TIME ZONE 'Asia/Jakarta')::date
$$;

-- National staff, and the named system actors whose scope is the nation.
CREATE FUNCTION user_sees_all(actor bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (
        SELECT 1 FROM accounts_user u
        WHERE u.id = actor AND u.is_active AND u.is_system
          AND u.username IN ('system:fold', 'system:seed', 'system:shell')
    ) OR EXISTS (
        SELECT 1 FROM network_membership m JOIN accounts_user u ON u.id = m.user_id
        WHERE m.user_id = actor AND u.is_active AND m.role = 'national_planner'
          AND m.period @> app_today()
    )
$$;

-- Own organisations; heads and clerks also reach what their centre supervises and its satellites, at any depth.
CREATE FUNCTION user_organisations(actor bigint) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH RECURSIVE own AS (
        SELECT m.organisation_id, m.role IN ('centre_head', 'centre_clerk') AS reaches_down
        FROM network_membership m JOIN accounts_user u ON u.id = m.user_id
        WHERE m.user_id = actor AND u.is_active AND m.period @> app_today()
          AND m.role IN ('centre_head', 'centre_clerk', 'instructor', 'regency_office', 'provincial_office')
    ), reached AS (
        SELECT organisation_id FROM own WHERE reaches_down
        UNION
        SELECT below.organisation_id FROM reached, LATERAL (
            SELECT s.organisation_id FROM network_supervision s
            WHERE s.supervisor_id = reached.organisation_id AND s.period @> app_today()
            UNION ALL
            SELECT o.id FROM network_organisation o WHERE o.part_of_id = reached.organisation_id
        ) below
    )
    SELECT coalesce(array_agg(DISTINCT organisation_id), '{}')
    FROM (SELECT organisation_id FROM own UNION SELECT organisation_id FROM reached) every
$$;

-- The regencies whose manpower office the user works for; a provincial office is responsible for all of its own.
CREATE FUNCTION user_regions(actor bigint) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT coalesce(array_agg(DISTINCT r.code::text), '{}')
    FROM network_membership m
    JOIN accounts_user u ON u.id = m.user_id
    JOIN network_organisation o ON o.id = m.organisation_id
    JOIN standards_region r ON r.level = 2 AND (
        (m.role = 'regency_office' AND r.code = o.region_id)
        OR (m.role = 'provincial_office' AND r.parent_id = left(o.region_id, 2))
    )
    WHERE m.user_id = actor AND u.is_active AND m.period @> app_today()
$$;

CREATE FUNCTION app_sees_all() RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT user_sees_all(app_user()) $$;
CREATE FUNCTION app_organisations() RETURNS bigint[] LANGUAGE sql STABLE AS $$ SELECT user_organisations(app_user()) $$;
CREATE FUNCTION app_regions() RETURNS text[] LANGUAGE sql STABLE AS $$ SELECT user_regions(app_user()) $$;
"""

NAMES = [
    "app_regions()",
    "app_organisations()",
    "app_sees_all()",
    "user_regions(bigint)",
    "user_organisations(bigint)",
    "user_sees_all(bigint)",
    "app_today()",
    "app_user()",
]


class Migration(migrations.Migration):
    """Turn the acting user into organisations and regions, so that policies need no more than a user id."""

    dependencies = [("network", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTIONS, "".join(f"DROP FUNCTION {name};" for name in NAMES)),
        migrations.RunSQL(
            "CREATE INDEX supervision_of_supervisor ON network_supervision (supervisor_id, organisation_id)",
            "DROP INDEX supervision_of_supervisor",
        ),
    ]
