from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Whom an office may have to hear, the longest wait first, without reading everybody it registered."""

    atomic = False
    dependencies = [("people", "0020_who_may_wait_to_be_heard")]

    operations = [
        AddIndexConcurrently(
            "jobseekerevent",
            models.Index(
                condition=models.Q(("kind", "registered"), ("waits", True)),
                fields=["office", "on"],
                name="seeker_who_may_wait",
            ),
        ),
    ]
