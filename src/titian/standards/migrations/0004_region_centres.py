import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Where the seats of regencies lie, so that classes can be listed by distance."""

    dependencies = [
        ("standards", "0003_unemployed_counts"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegionCentre",
            fields=[
                (
                    "region",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="centre",
                        serialize=False,
                        to="standards.region",
                        verbose_name="wilayah",
                    ),
                ),
                ("latitude", models.FloatField(verbose_name="lintang")),
                ("longitude", models.FloatField(verbose_name="bujur")),
            ],
            options={
                "verbose_name": "titik pusat wilayah",
                "verbose_name_plural": "titik pusat wilayah",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("latitude__range", (-12, 7)), ("longitude__range", (94, 142))),
                        name="centre_in_indonesia",
                    )
                ],
            },
        ),
    ]
