from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

INDEXES = {"person": "row_of_person", "replaces": "row_that_replaces", "retired_by": "row_retired_by"}


class Migration(migrations.Migration):
    """Indexes of staged rows that leave out the many rows with nothing to find."""

    atomic = False
    dependencies = [("rosters", "0008_who_waits_for_the_end")]

    operations = [
        AddIndexConcurrently(
            "stagedrow",
            models.Index(fields=[field], condition=~models.Q(**{field: None}), name=name),
        )
        for field, name in INDEXES.items()
    ]
