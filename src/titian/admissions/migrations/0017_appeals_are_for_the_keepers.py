from django.db import migrations

WHOSE = """
    (SELECT app_sees_all()) OR EXISTS (
        SELECT 1 FROM admissions_application a JOIN admissions_admissionround r ON r.id = a.round_id
        WHERE a.id = application_id AND (
            a.person_id = (SELECT app_person()) OR r.centre_id = ANY ((SELECT app_keeps_rounds())::bigint[])))
"""
WHOEVER_SEES_THE_APPLICATION = "EXISTS (SELECT 1 FROM admissions_application a WHERE a.id = application_id)"
SAY = "ALTER POLICY second_wall ON admissions_appeal USING ({whose}) WITH CHECK ({whose})"


class Migration(migrations.Migration):
    """What an appeal says of a rater is read by the person, the head and the clerks, not by whom it is against."""

    dependencies = [("admissions", "0016_marks_of_a_round_in_columns")]

    operations = [
        migrations.RunSQL(SAY.format(whose=WHOSE), SAY.format(whose=WHOEVER_SEES_THE_APPLICATION)),
    ]
