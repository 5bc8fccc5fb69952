from django.db import migrations, models


class Migration(migrations.Migration):
    """Let a person be found by the number of a training certificate."""

    dependencies = [("training", "0003_numbers_taken")]

    operations = [
        migrations.AddIndex(
            "trainingcertificate",
            models.Index(fields=["number"], name="training_certificate_by_number"),
        ),
    ]
