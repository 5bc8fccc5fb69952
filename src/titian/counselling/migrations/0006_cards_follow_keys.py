from django.db import migrations, models


class Migration(migrations.Migration):
    """The hash of a family card says how many keys it went through, so that it can follow a new one."""

    dependencies = [("counselling", "0005_walls_of_lots")]

    operations = [
        migrations.AddField(
            model_name="familycard",
            name="links",
            field=models.PositiveSmallIntegerField(
                db_default=1, default=1, verbose_name="kunci yang dilalui"
            ),
        ),
    ]
