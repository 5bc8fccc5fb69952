import django.db.models.deletion
from django.db import migrations, models

# Which places of a time are given, for a citizen who may not read others' appointments; it names nobody.
GIVEN = """
CREATE FUNCTION counselling_places_given(asked bigint[]) RETURNS TABLE (slot_id bigint, seat smallint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT a.slot_id, a.seat::smallint FROM counselling_appointment a
    WHERE a.slot_id = ANY(asked) AND a.state <> 'cancelled'
$$;
"""


class Migration(migrations.Migration):
    """A citizen books a free place without reading whose the others are; a message that fails goes on by SMS once."""

    dependencies = [
        ("counselling", "0002_policies"),
    ]

    operations = [
        migrations.RunSQL(GIVEN, "DROP FUNCTION counselling_places_given(bigint[])"),
        migrations.AddField(
            model_name="notice",
            name="instead_of",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="passed_on",
                to="counselling.notice",
                verbose_name="menggantikan",
            ),
        ),
    ]
