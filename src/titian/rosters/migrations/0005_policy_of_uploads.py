from django.db import migrations

from titian.core.policies import protect

OF_SENDER_CENTRE_OR_LOAD = """
(SELECT app_sees_all()) OR (sender_id IS NULL AND actor_id = (SELECT app_user()))
    OR (sender_id IS NOT NULL AND (sender_id = ANY ((SELECT app_organisations())::bigint[])
                                   OR centre_id = ANY ((SELECT app_organisations())::bigint[])))
    OR EXISTS (SELECT 1 FROM rosters_load l WHERE l.id = load_id)
"""
OUTCOMES = """
-- The sender learns how many of its own rows were judged how; the rows and the load stay with the centre.
CREATE FUNCTION handed_in_outcomes(uploads bigint[])
RETURNS TABLE (upload_id bigint, file_state text, verdict text, code text, n bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT u.id, f.state::text, r.verdict, c.code, count(r.id)
    FROM rosters_uploadedroster u
    JOIN rosters_loadedfile f ON f.id = u.file_id
    LEFT JOIN LATERAL (
        SELECT o.id, o.codes, CASE WHEN o.verdict = 'held' AND f.state = 'carried' AND NOT o.live
                                   THEN 'repaired' ELSE o.verdict END AS verdict
        FROM rosters_stagedrow o JOIN rosters_loadedsheet s ON s.id = o.sheet_id
        WHERE s.file_id = f.id
    ) r ON true
    CROSS JOIN LATERAL (
        SELECT '' AS code UNION ALL SELECT unnest(r.codes)::text WHERE r.verdict = 'held'
    ) c
    WHERE u.id = ANY (uploads) AND u.sender_id = ANY ((SELECT app_organisations())::bigint[])
    GROUP BY u.id, f.state, r.verdict, c.code
$$;
"""


class Migration(migrations.Migration):
    """A file is seen by who brings it and, once it belongs to a load, by those who see the load.

    One handed in by an organisation is seen by that organisation and by the centre it is for.
    """

    dependencies = [("rosters", "0004_uploaded_rosters")]

    operations = [
        protect("rosters_uploadedroster", using=OF_SENDER_CENTRE_OR_LOAD),
        migrations.RunSQL(OUTCOMES, "DROP FUNCTION handed_in_outcomes(bigint[])"),
    ]
