from django.db import migrations

from titian.core.policies import protect, protect_history


class Migration(migrations.Migration):
    """Who sees the person sees what training knows of the person."""

    dependencies = [
        ("training", "0001_initial"),
        ("people", "0002_policies"),
    ]

    operations = [
        protect(
            "training_enrolment",
            using="EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)",
        ),
        protect(
            "training_trainingcertificate",
            using="EXISTS (SELECT 1 FROM training_enrolment e WHERE e.id = enrolment_id)",
        ),
        protect_history(
            "training_enrolmentevent",
            using="EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)",
        ),
    ]
