from django.db import migrations

READ = """
    state IN ('signed', 'withdrawn') AND EXISTS (
        SELECT FROM network_supervisionarea area
        WHERE area.supervisor_id = centre_id AND area.period @> app_today()
        AND area.region_id = ANY ((SELECT app_regions())::text[])
    )
"""


class Migration(migrations.Migration):
    """What a centre signed is read by the offices of the regions it serves; a proposal stays at home."""

    dependencies = [("evaluation", "0008_fill_home_province")]

    operations = [
        migrations.RunSQL(
            f"CREATE POLICY offices_read_signed ON evaluation_publication FOR SELECT USING ({READ})",
            "DROP POLICY offices_read_signed ON evaluation_publication",
        )
    ]
