from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The years of the list of classes, without reading the nation's classes."""

    atomic = False
    dependencies = [("planning", "0006_classes_latest_first")]

    operations = [
        AddIndexConcurrently("trainingclass", models.Index(fields=["year"], name="class_by_year")),
    ]
