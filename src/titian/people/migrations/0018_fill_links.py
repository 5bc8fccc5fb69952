from django.db import migrations

AT_ONCE = 50_000
FILL = """
    UPDATE people_servicelink link
    SET sex = p.sex, birth_date = p.birth_date, education_code = coalesce(p.education_id, ''),
        regency_code = coalesce(p.regency_id, '')
    FROM people_person p
    WHERE p.id = link.person_id AND link.sex = '' AND link.id >= %s AND link.id < %s
"""


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT min(id), max(id) FROM people_servicelink")
        first, last = cursor.fetchone()
        for start in range(first or 0, (last or -1) + 1, AT_ONCE):
            cursor.execute(FILL, [start, start + AT_ONCE])


class Migration(migrations.Migration):
    """Links made before tell whom they serve too; each batch commits on its own."""

    atomic = False
    dependencies = [("people", "0017_links_tell_whom_they_serve")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
