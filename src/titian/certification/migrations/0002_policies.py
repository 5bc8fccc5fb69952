from django.db import migrations

from titian.core.policies import protect, protect_history


class Migration(migrations.Migration):
    """Who sees the person sees what certification knows of the person."""

    dependencies = [
        ("certification", "0001_initial"),
        ("people", "0002_policies"),
    ]

    operations = [
        protect(
            "certification_verdict",
            using="EXISTS (SELECT 1 FROM training_enrolment e WHERE e.id = enrolment_id)",
        ),
        protect(
            "certification_competencycertificate",
            using="EXISTS (SELECT 1 FROM certification_verdict v WHERE v.id = verdict_id)",
        ),
        protect_history(
            "certification_verdictevent",
            using="EXISTS (SELECT 1 FROM training_enrolment e WHERE e.id = enrolment_id)",
        ),
    ]
