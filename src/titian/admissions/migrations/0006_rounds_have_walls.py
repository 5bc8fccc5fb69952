from django.db import migrations

from titian.core.policies import protect

IS_STAFF = "(SELECT app_sees_all()) OR centre_id = ANY ((SELECT app_organisations())::bigint[])"
STAFF_OF_ROUND = """
    (SELECT app_sees_all()) OR EXISTS (
        SELECT 1 FROM admissions_admissionround r
        WHERE r.id = round_id AND r.centre_id = ANY ((SELECT app_organisations())::bigint[]))
"""
OF_ROUND = "EXISTS (SELECT 1 FROM admissions_admissionround r WHERE r.id = round_id)"
# The first result of a round, for an applicant who may not read runs: they tell everybody's marks.
FIRST_RUN = """
CREATE FUNCTION admissions_first_run(asked_round bigint) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT id FROM admissions_run WHERE round_id = asked_round AND state = 'confirmed' ORDER BY number LIMIT 1
$$;
"""


def kept_by_staff(table: str, using: str) -> migrations.RunSQL:
    """Beside the wall: who may read a row because it is public may not delete it."""
    return migrations.RunSQL(
        f"CREATE POLICY kept_by_staff ON {table} AS RESTRICTIVE FOR DELETE USING ({using})",
        f"DROP POLICY kept_by_staff ON {table}",
    )


class Migration(migrations.Migration):
    """A draft is the centre's alone; what is announced everybody reads and only the centre changes."""

    dependencies = [("admissions", "0005_keys_and_repeats")]

    operations = [
        migrations.RunSQL(FIRST_RUN, "DROP FUNCTION admissions_first_run(bigint)"),
        protect("admissions_admissionround", using=f"state <> 'draft' OR {IS_STAFF}", check=IS_STAFF),
        kept_by_staff("admissions_admissionround", IS_STAFF),
        protect("admissions_roundclass", using=OF_ROUND, check=STAFF_OF_ROUND),
        kept_by_staff("admissions_roundclass", STAFF_OF_ROUND),
        protect("admissions_diceentry", using=STAFF_OF_ROUND),
    ]
