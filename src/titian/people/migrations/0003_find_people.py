from django.db import migrations, models

# The policy hides rows before an inexact comparison may use an index, so this function asks the same
# condition itself. It tells ids of people the acting user sees, and nothing of others.
LIKE = """
CREATE FUNCTION persons_named_like(words text, most integer)
RETURNS TABLE (person_id bigint, likeness real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
SET pg_trgm.similarity_threshold = 0.35 SET pg_trgm.word_similarity_threshold = 0.5 AS $$
    SELECT p.id, greatest(similarity(p.name_key, words), word_similarity(words, p.name_key)) AS likeness
    FROM people_person p
    WHERE (p.name_key % words OR p.name_key %> words)
      AND ((SELECT app_sees_all())
        OR p.regency_id = ANY ((SELECT app_regions())::text[])
        OR p.user_id = (SELECT app_user())
        OR EXISTS (
            SELECT 1 FROM people_servicelink link
            WHERE link.person_id = p.id AND link.until IS NULL
              AND link.organisation_id = ANY ((SELECT app_organisations())::bigint[])))
    ORDER BY likeness DESC, p.id LIMIT most
$$;
"""


class Migration(migrations.Migration):
    """Let a clerk find a person by a name with typing errors, or by phone, among those the clerk may see."""

    dependencies = [("people", "0002_policies")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX person_name_like ON people_person USING gin (name_key gin_trgm_ops)",
            "DROP INDEX person_name_like",
        ),
        migrations.AddIndex(
            "person",
            models.Index(fields=["phone"], condition=~models.Q(phone=""), name="person_by_phone"),
        ),
        migrations.RunSQL(LIKE, "DROP FUNCTION persons_named_like(text, integer)"),
    ]
