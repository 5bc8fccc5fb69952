from django.db import migrations

# A view answers with the rights of its owner, so it tells these two columns of these people and nothing else.
NAMES = """
CREATE VIEW people_supported WITH (security_barrier) AS
SELECT id, name FROM people_person
WHERE merged_into_id IS NULL AND id = ANY ((SELECT app_supported())::bigint[]);
GRANT SELECT ON people_supported TO titian_app;
"""


class Migration(migrations.Migration):
    """A disability service unit reads the names of whom it supports; the record, and all that hangs on it, no more.

    Every table of people asks whether the person is visible, so a policy for the unit on persons opened them all.
    """

    dependencies = [("people", "0011_training_spells_have_a_wall")]

    operations = [
        migrations.RunSQL(NAMES, "DROP VIEW people_supported"),
        migrations.RunSQL(
            "DROP POLICY second_wall_unit ON people_person",
            "CREATE POLICY second_wall_unit ON people_person FOR SELECT"
            " USING (id = ANY ((SELECT app_supported())::bigint[]))",
        ),
    ]
