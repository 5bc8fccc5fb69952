from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """What runs today or begins soon, without reading the nation's classes."""

    atomic = False
    dependencies = [("planning", "0007_classes_by_year")]

    operations = [
        AddIndexConcurrently("trainingclass", models.Index(fields=["ends_on"], name="class_by_end")),
    ]
