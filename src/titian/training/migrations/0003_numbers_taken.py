from django.db import migrations

FUNCTIONS = """
-- A loader must know that a number or a day is taken also where it may not see by whom.
CREATE FUNCTION training_numbers_taken(issuer bigint, numbers text[])
RETURNS TABLE (number text, enrolment_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT c.number, c.enrolment_id FROM training_trainingcertificate c
    WHERE c.issuer_id = issuer AND c.number = ANY (numbers)
$$;

CREATE FUNCTION training_days_of(persons bigint[])
RETURNS TABLE (person_id bigint, class_id bigint, starts_on date, ends_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT e.person_id, c.id, c.starts_on, c.ends_on
    FROM training_enrolment e JOIN planning_trainingclass c ON c.id = e.training_class_id
    WHERE e.person_id = ANY (persons)
$$;
"""


class Migration(migrations.Migration):
    """Let a roster be judged against records its loader cannot see, learning no more than the clash."""

    dependencies = [("training", "0002_policies")]

    operations = [
        migrations.RunSQL(
            FUNCTIONS,
            "DROP FUNCTION training_numbers_taken(bigint, text[]); DROP FUNCTION training_days_of(bigint[]);",
        )
    ]
