from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """A page of an office's people in the order of the list, without sorting all of them."""

    atomic = False
    dependencies = [("people", "0006_history_says_who_acted")]

    operations = [
        AddIndexConcurrently(
            "person",
            models.Index(fields=["regency", "-id"], name="person_of_regency_latest"),
        ),
    ]
