from django.db import migrations, models


class Migration(migrations.Migration):
    """What waits for a centre, and what was sent back to an office, is found without reading the others."""

    dependencies = [("admissions", "0013_tell_why_no_run_came")]

    operations = [
        migrations.AddIndex(
            model_name="nomination",
            index=models.Index(
                fields=["round_class"], condition=models.Q(state="nominated"), name="nomination_undecided"
            ),
        ),
        migrations.AddIndex(
            model_name="nomination",
            index=models.Index(
                fields=["office"], condition=models.Q(state="returned"), name="nomination_returned"
            ),
        ),
    ]
