from django.db import migrations

# Whoever looks is noted unless the record is their own, so a unit must be told whose account it belongs to.
VIEW = """
CREATE OR REPLACE VIEW people_supported WITH (security_barrier) AS
SELECT id, name, user_id FROM people_person
WHERE merged_into_id IS NULL AND id = ANY ((SELECT app_supported())::bigint[]);
"""
FORMER = """
DROP VIEW people_supported;
CREATE VIEW people_supported WITH (security_barrier) AS
SELECT id, name FROM people_person
WHERE merged_into_id IS NULL AND id = ANY ((SELECT app_supported())::bigint[]);
GRANT SELECT ON people_supported TO titian_app;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0013_reasons_of_looks")]

    operations = [migrations.RunSQL(VIEW, FORMER)]
