from django.db import migrations

FILL = """
    INSERT INTO people_trainingspell (person_id, class_number, programme, provider, starts_on, ends_on)
    SELECT e.person_id, c.id, p.name, o.name, c.starts_on, c.ends_on
    FROM training_enrolment e
    JOIN planning_trainingclass c ON c.id = e.training_class_id
    JOIN programmes_programme p ON p.id = c.programme_id
    JOIN network_organisation o ON o.id = c.organiser_id
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    """Who was enrolled before trainings were reported down is reported now."""

    dependencies = [
        ("training", "0007_support_where_it_is_needed"),
        ("people", "0010_training_spells"),
        ("planning", "0005_openings"),
        ("programmes", "0001_initial"),
        ("network", "0001_initial"),
    ]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
