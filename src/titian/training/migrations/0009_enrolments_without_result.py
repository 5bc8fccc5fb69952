from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a class waits for results, without reading its participants."""

    atomic = False
    dependencies = [("training", "0008_report_trainings_down")]

    operations = [
        AddIndexConcurrently(
            "enrolment",
            models.Index(
                fields=["training_class"], condition=models.Q(passed=None), name="enrolment_without_result"
            ),
        ),
    ]
