from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The first organisations by name, without sorting all of them."""

    atomic = False
    dependencies = [("network", "0008_addenda")]

    operations = [
        AddIndexConcurrently(
            "organisation", models.Index(fields=["name_key", "id"], name="organisation_by_name")
        ),
    ]
