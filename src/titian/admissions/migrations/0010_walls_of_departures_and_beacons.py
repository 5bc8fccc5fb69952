from django.db import migrations

from titian.core.policies import protect

STAFF_OF_ROUND = """
    (SELECT app_sees_all()) OR EXISTS (
        SELECT 1 FROM admissions_admissionround r
        WHERE r.id = round_id AND r.centre_id = ANY ((SELECT app_organisations())::bigint[]))
"""
OF_ROUND = "EXISTS (SELECT 1 FROM admissions_admissionround r WHERE r.id = round_id)"
KEPT = "CREATE POLICY kept_by_staff ON admissions_beacon AS RESTRICTIVE FOR DELETE USING ({})"


class Migration(migrations.Migration):
    """A change against the rule is read by the centre alone; everybody reads which beacon was named."""

    dependencies = [("admissions", "0009_departures_beacons_and_coming")]

    operations = [
        protect("admissions_departure", using=STAFF_OF_ROUND),
        protect("admissions_beacon", using=OF_ROUND, check=STAFF_OF_ROUND),
        migrations.RunSQL(KEPT.format(STAFF_OF_ROUND), "DROP POLICY kept_by_staff ON admissions_beacon"),
    ]
