from django.db import migrations

FUNCTION = """
CREATE FUNCTION competency_numbers_taken(numbers text[])
RETURNS TABLE (number text, enrolment_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT c.number, v.enrolment_id
    FROM certification_competencycertificate c JOIN certification_verdict v ON v.id = c.verdict_id
    WHERE c.number = ANY (numbers)
$$;
"""


class Migration(migrations.Migration):
    """Let a roster be judged against certificates its loader cannot see, learning no more than the clash."""

    dependencies = [("certification", "0002_policies")]

    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION competency_numbers_taken(text[])")]
