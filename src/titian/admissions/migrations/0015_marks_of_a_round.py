from django.db import migrations

# The policy on ratings asks two functions of every row: seconds for a round of 10,000. This one asks once who
# reads, then tells what the policy would: marks that are in, and before that the reader's own. Whom no policy binds
# reads the table.
MARKS = """
CREATE FUNCTION admissions_marks_told(asked_round bigint)
RETURNS TABLE (choice_id bigint, test text, marks smallint[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT choice_id, test, CASE WHEN in_full THEN whole ELSE own END
    FROM (
        SELECT g.choice_id, g.test::text, count(*) >= 2 OR bool_or(g.mark IS NULL) AS in_full,
            array_agg(g.mark ORDER BY g.place) AS whole,
            array_agg(g.mark) FILTER (WHERE g.rater_id = app_user()) AS own
        FROM admissions_rating g JOIN admissions_choice c ON c.id = g.choice_id
        JOIN admissions_application a ON a.id = c.application_id
        WHERE a.round_id = asked_round AND EXISTS (
            SELECT FROM admissions_admissionround r
            WHERE r.id = asked_round AND (app_sees_all() OR r.centre_id = ANY (app_organisations())))
        GROUP BY 1, 2
    ) AS told
    WHERE in_full OR own IS NOT NULL
$$;
CREATE FUNCTION admissions_marks_in(asked_round bigint)
RETURNS TABLE (choice_id bigint, test text, marks smallint[])
LANGUAGE sql STABLE AS $$
    SELECT * FROM admissions_marks_told(asked_round) WHERE row_security_active('admissions_rating')
    UNION ALL
    SELECT g.choice_id, g.test::text, array_agg(g.mark ORDER BY g.place)
    FROM admissions_rating g JOIN admissions_choice c ON c.id = g.choice_id
    JOIN admissions_application a ON a.id = c.application_id
    WHERE a.round_id = asked_round AND NOT row_security_active('admissions_rating')
    GROUP BY 1, 2
$$;
"""
NO_MARKS = "DROP FUNCTION admissions_marks_in(bigint); DROP FUNCTION admissions_marks_told(bigint);"


class Migration(migrations.Migration):
    """The marks of a whole round are told at once, to the staff of its centre alone."""

    dependencies = [("admissions", "0014_nominations_that_wait")]

    operations = [migrations.RunSQL(MARKS, NO_MARKS)]
