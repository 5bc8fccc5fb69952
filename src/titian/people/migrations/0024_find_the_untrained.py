from django.db import migrations

AT_ONCE = 50_000
UNTRAIN = """
    SELECT note_untrained(array(
        SELECT id FROM people_person p
        WHERE id >= %s AND id < %s AND trained
            AND NOT EXISTS (SELECT 1 FROM people_trainingspell t WHERE t.person_id = p.id)
    ))
"""


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM people_person")
        first, last = cursor.fetchone()
        for start in range(first or 0, (last or -1) + 1, AT_ONCE):
            cursor.execute(UNTRAIN, [start, start + AT_ONCE])


class Migration(migrations.Migration):
    """Who was never trained is marked so, and their links by the trigger; each batch commits on its own."""

    atomic = False
    dependencies = [("people", "0023_who_was_trained")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
