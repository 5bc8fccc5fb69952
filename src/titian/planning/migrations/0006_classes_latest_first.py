from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The first page of the list of classes, without sorting the nation's."""

    atomic = False
    dependencies = [("planning", "0005_openings")]

    operations = [
        AddIndexConcurrently(
            "trainingclass",
            models.Index(fields=["-starts_on", "code", "id"], name="class_latest_first"),
        ),
    ]
