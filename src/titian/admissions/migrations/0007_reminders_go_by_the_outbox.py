import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("admissions", "0006_rounds_have_walls"),
        ("counselling", "0002_policies"),
    ]

    operations = [
        migrations.AddField(
            model_name="reminder",
            name="notice",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="counselling.notice",
                verbose_name="pemberitahuan",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="number",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="pengingat ke-"),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number__isnull", False)),
                fields=("offer", "number", "channel"),
                name="reminder_once_a_channel",
            ),
        ),
    ]
