from django.db import migrations

from titian.core.policies import protect


class Migration(migrations.Migration):
    """What training somebody takes is seen by whoever sees the person."""

    dependencies = [("people", "0010_training_spells")]

    operations = [
        protect(
            "people_trainingspell", using="EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"
        ),
    ]
