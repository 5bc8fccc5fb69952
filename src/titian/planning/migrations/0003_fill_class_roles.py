from django.db import migrations

BATCH = 10_000
FILL = """
    INSERT INTO planning_classrole (training_class_id, part, organisation_id, period)
    SELECT c.id, link.part, link.organisation_id, daterange(NULL, NULL) FROM planning_trainingclass c
    CROSS JOIN LATERAL (VALUES ('organiser', c.organiser_id), ('venue', c.venue_id)) AS link (part, organisation_id)
    WHERE c.id > %s AND c.id <= %s AND link.organisation_id IS NOT NULL
"""


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(max(id), 0) FROM planning_trainingclass")
        (last,) = cursor.fetchone()
        for first in range(0, last, BATCH):
            cursor.execute(FILL, [first, first + BATCH])


def empty(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("DELETE FROM planning_classrole")


class Migration(migrations.Migration):
    dependencies = [("planning", "0002_class_roles")]

    operations = [migrations.RunPython(fill, empty)]
