import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """An addendum names the agreement it changes."""

    dependencies = [("network", "0007_reach_is_remembered")]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="amends",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="addenda",
                to="network.agreement",
                verbose_name="adendum atas",
            ),
        ),
    ]
