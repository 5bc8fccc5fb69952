from django.db import migrations

# The policy hides rows before an inexact comparison may use an index, so this function asks the same condition itself.
# It tells ids of people the acting user sees, and nothing of others.
#
# How alike two names must be decides how much of the index is read. One slip of the hand, at worst two letters
# exchanged, takes four of the n + 1 trigrams of a name away and puts four others there: what is left is alike by
# (n - 3) / (n + 5). Only where nobody is as near as that, or bears what was typed in the name, is asked more widely. The
# few people a small centre serves are compared one by one. An owner may name the limits once pg_trgm is loaded.
NEAR = """
SELECT similarity('', '');
CREATE OR REPLACE FUNCTION persons_named_like(words text, most integer)
RETURNS TABLE (person_id bigint, likeness real)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
SET pg_trgm.similarity_threshold = 0.35 SET pg_trgm.word_similarity_threshold = 0.5 AS $$
DECLARE
    all_seen boolean := app_sees_all();
    regions text[] := app_regions();
    organisations bigint[] := app_organisations();
    letters integer := length(words);
    served bigint[];
BEGIN
    IF NOT all_seen AND regions = '{}' THEN
        served := ARRAY(
            SELECT link.person_id FROM people_servicelink link
            WHERE link.organisation_id = ANY (organisations) AND link.until IS NULL LIMIT 2001);
    END IF;
    IF cardinality(served) <= 2000 THEN
        RETURN QUERY
        SELECT p.id, ((alike.whole + alike.part) / 2)::real
        FROM people_person p,
            LATERAL (SELECT similarity(p.name_key, words), word_similarity(words, p.name_key)) AS alike (whole, part)
        WHERE (p.id = ANY (served) OR p.user_id = app_user()) AND (alike.whole >= 0.35 OR alike.part >= 0.5)
        ORDER BY 2 DESC, 1 LIMIT most;
        RETURN;
    END IF;
    PERFORM set_config(
        'pg_trgm.similarity_threshold', greatest(0.35, (letters - 3.0) / (letters + 5) - 0.005)::text, true);
    RETURN QUERY
    SELECT p.id, CASE WHEN strpos(p.name_key, words) > 0 THEN word_similarity(words, p.name_key)
        ELSE similarity(p.name_key, words) END
    FROM people_person p
    WHERE (p.name_key % words OR p.name_key LIKE '%' || words || '%')
      AND (all_seen OR p.regency_id = ANY (regions) OR p.user_id = app_user() OR EXISTS (
        SELECT 1 FROM people_servicelink link
        WHERE link.person_id = p.id AND link.until IS NULL AND link.organisation_id = ANY (organisations)))
    ORDER BY 2 DESC, 1 LIMIT most;
    IF FOUND THEN
        RETURN;
    END IF;
    PERFORM set_config('pg_trgm.similarity_threshold', '0.35', true);
    RETURN QUERY
    SELECT p.id, greatest(similarity(p.name_key, words), word_similarity(words, p.name_key))
    FROM people_person p
    WHERE (p.name_key % words OR p.name_key %> words)
      AND (all_seen OR p.regency_id = ANY (regions) OR p.user_id = app_user() OR EXISTS (
        SELECT 1 FROM people_servicelink link
        WHERE link.person_id = p.id AND link.until IS NULL AND link.organisation_id = ANY (organisations)))
    ORDER BY 2 DESC, 1 LIMIT most;
END
$$;
"""

WIDE = """
SELECT similarity('', '');
CREATE OR REPLACE FUNCTION persons_named_like(words text, most integer)
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
    ORDER BY likeness DESC, p.id LIMIT most;
$$;
"""


class Migration(migrations.Migration):
    """A name with one typing error is found in the time of the names that are nearly it, not of all that resemble it."""

    dependencies = [("people", "0015_consent_to_nomination")]

    operations = [migrations.RunSQL(NEAR, WIDE)]
