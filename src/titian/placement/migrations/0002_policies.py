from django.db import migrations

from titian.core.policies import protect, protect_history


class Migration(migrations.Migration):
    """Who sees the person sees what placement knows of the person."""

    dependencies = [
        ("placement", "0001_initial"),
        ("people", "0002_policies"),
    ]

    operations = [
        protect(
            "placement_outcomereport",
            using="EXISTS (SELECT 1 FROM training_enrolment e WHERE e.id = enrolment_id)",
        ),
        protect_history(
            "placement_outcomereportevent",
            using="EXISTS (SELECT 1 FROM training_enrolment e WHERE e.id = enrolment_id)",
        ),
    ]
