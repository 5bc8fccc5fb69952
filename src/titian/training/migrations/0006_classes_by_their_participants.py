from django.db import migrations

# Asked through the policy, each participant of each class would be looked up with everybody who serves that person. A
# class is no person: that it has participants, or results to come, may be known to whoever knows of the class.
FUNCTION = """
CREATE FUNCTION classes_waiting(classes bigint[])
RETURNS TABLE (class bigint, has_participants boolean, lacks_results boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT asked.class,
           EXISTS (SELECT 1 FROM training_enrolment e WHERE e.training_class_id = asked.class),
           EXISTS (SELECT 1 FROM training_enrolment e WHERE e.training_class_id = asked.class AND e.passed IS NULL)
    FROM unnest(classes) AS asked (class)
$$;
"""


class Migration(migrations.Migration):
    """Which classes wait for participants or results, in the time of two index probes each."""

    dependencies = [("training", "0005_history_says_who_acted")]

    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION classes_waiting(bigint[])")]
