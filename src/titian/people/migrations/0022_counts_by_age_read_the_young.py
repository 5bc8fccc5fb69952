from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """An office that asks for an age counts those of that age, not everybody of its regencies."""

    atomic = False
    dependencies = [("people", "0021_who_may_wait_by_office")]

    operations = [
        AddIndexConcurrently(
            "person",
            models.Index(
                fields=["regency", "birth_date"],
                include=["sex", "education", "user"],
                name="person_of_regency_by_age",
            ),
        ),
    ]
