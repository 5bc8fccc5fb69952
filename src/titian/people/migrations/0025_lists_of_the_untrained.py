from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who was never trained is listed out of indexes that hold nobody else."""

    atomic = False
    dependencies = [("people", "0024_find_the_untrained")]

    operations = [
        AddIndexConcurrently(
            "person",
            models.Index(
                fields=["id"],
                include=["regency", "sex", "birth_date", "education", "user"],
                condition=models.Q(trained=False),
                name="person_untrained",
            ),
        ),
        AddIndexConcurrently(
            "person",
            models.Index(
                fields=["regency", "id"],
                include=["sex", "birth_date", "education", "user"],
                condition=models.Q(trained=False),
                name="person_untrained_of_regency",
            ),
        ),
        AddIndexConcurrently(
            "servicelink",
            models.Index(
                fields=["organisation", "person"],
                include=["sex", "birth_date", "education_code", "regency_code"],
                condition=models.Q(until=None, trained=False),
                name="served_and_untrained",
            ),
        ),
    ]
