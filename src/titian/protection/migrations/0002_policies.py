from django.db import migrations

from titian.core.policies import protect, protect_history


class Migration(migrations.Migration):
    """Who sees the person sees what protection knows of the person."""

    dependencies = [
        ("protection", "0001_initial"),
        ("people", "0002_policies"),
    ]

    operations = [
        protect(
            "protection_cover",
            using="EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)",
        ),
        protect_history(
            "protection_coverevent",
            using="EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)",
        ),
    ]
