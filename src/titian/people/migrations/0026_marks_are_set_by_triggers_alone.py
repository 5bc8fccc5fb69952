from django.db import migrations

TAKE = """
REVOKE ALL ON FUNCTION note_trained(bigint[]) FROM PUBLIC, titian_app;
REVOKE ALL ON FUNCTION note_untrained(bigint[]) FROM PUBLIC, titian_app;
"""
GIVE_BACK = """
GRANT EXECUTE ON FUNCTION note_trained(bigint[]) TO PUBLIC;
GRANT EXECUTE ON FUNCTION note_untrained(bigint[]) TO PUBLIC;
"""


class Migration(migrations.Migration):
    """They write below every policy: the triggers call them as their owner, and nobody else does."""

    dependencies = [("people", "0025_lists_of_the_untrained")]

    operations = [migrations.RunSQL(TAKE, GIVE_BACK)]
