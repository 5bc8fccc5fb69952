from django.db import migrations

AT_ONCE = 50_000
FILL = """
    UPDATE evaluation_participation p SET home_province = left(centre.region_id, 2)
    FROM network_organisation centre
    WHERE centre.id = p.centre_id AND p.enrolment_id >= %s AND p.enrolment_id < %s
"""


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT min(enrolment_id), max(enrolment_id) FROM evaluation_participation")
        first, last = cursor.fetchone()
        for start in range(first or 0, (last or -1) + 1, AT_ONCE):
            cursor.execute(FILL, [start, start + AT_ONCE])


class Migration(migrations.Migration):
    """Records made before say their centre's province too; each batch commits on its own."""

    atomic = False
    dependencies = [("evaluation", "0007_rollup_columns"), ("network", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
