from django.db import migrations, models


class Migration(migrations.Migration):
    """A registration may be marked as heard or ended; one that is not marked is looked up as before."""

    dependencies = [("people", "0019_lists_read_one_index")]

    operations = [
        migrations.AddField(
            "jobseekerevent",
            "waits",
            models.BooleanField(
                db_default=True, default=True, editable=False, verbose_name="mungkin belum didengar"
            ),
        ),
    ]
