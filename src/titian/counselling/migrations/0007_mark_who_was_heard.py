from django.db import migrations

AT_ONCE = 50_000
FILL = """
    UPDATE people_jobseekerevent e SET waits = false
    WHERE e.id >= %s AND e.id < %s AND e.kind = 'registered' AND e.waits
      AND (EXISTS (SELECT FROM people_jobseekerevent f WHERE f.begins_id = e.id)
           OR EXISTS (SELECT FROM counselling_interview i
                      WHERE i.person_id = e.person_id AND i.office_id = e.office_id))
"""


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM people_jobseekerevent WHERE kind = 'registered'")
        first, last = cursor.fetchone()
        for start in range(first or 0, (last or -1) + 1, AT_ONCE):
            cursor.execute(FILL, [start, start + AT_ONCE])


class Migration(migrations.Migration):
    """Registrations heard or ended before are marked too; each batch commits on its own."""

    atomic = False
    dependencies = [("counselling", "0006_cards_follow_keys"), ("people", "0020_who_may_wait_to_be_heard")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
