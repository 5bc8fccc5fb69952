from django.db import migrations

FUNCTION = """
CREATE FUNCTION member_numbers_taken(numbers text[])
RETURNS TABLE (member_number text, person_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT c.member_number, c.person_id FROM protection_cover c WHERE c.member_number = ANY (numbers)
$$;
"""


class Migration(migrations.Migration):
    """Let a roster be judged against cover its loader cannot see, learning no more than the clash."""

    dependencies = [("protection", "0002_policies")]

    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION member_numbers_taken(text[])")]
