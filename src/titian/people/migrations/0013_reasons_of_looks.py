from django.db import migrations


class Migration(migrations.Migration):
    """The clock takes away the reason somebody typed when the person it may name is erased; the look itself stays."""

    dependencies = [("people", "0012_support_sees_names")]

    operations = [
        migrations.RunSQL(
            "CREATE POLICY second_wall_clock ON journal_look FOR UPDATE"
            " USING ((SELECT app_is_machine())) WITH CHECK (reason = '' AND (SELECT app_is_machine()))",
            "DROP POLICY second_wall_clock ON journal_look",
        ),
    ]
