from django.db import migrations

from titian.core.policies import protect

OF_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"

# Requests for deletion are decided by somebody who otherwise sees nobody's record.
PROTECTS = """
CREATE FUNCTION app_protects_data() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (
        SELECT 1 FROM network_membership m JOIN accounts_user u ON u.id = m.user_id
        WHERE m.user_id = app_user() AND u.is_active AND m.role = 'data_protection' AND m.period @> app_today()
    )
$$;
"""

# The actor of merges crosses every region: two records of one person may lie in two of them.
SCOPE = """
CREATE OR REPLACE FUNCTION user_sees_all(actor bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (
        SELECT 1 FROM accounts_user u
        WHERE u.id = actor AND u.is_active AND u.is_system
          AND u.username IN ('system:fold', 'system:seed', 'system:shell'%s)
    ) OR EXISTS (
        SELECT 1 FROM network_membership m JOIN accounts_user u ON u.id = m.user_id
        WHERE m.user_id = actor AND u.is_active AND m.role = 'national_planner'
          AND m.period @> app_today()
    )
$$;
"""

# People who may be the one at the counter, visible or not; the screen tells of the invisible only how they agree.
ALIKE = """
CREATE FUNCTION persons_alike(words text, born date, number text, most integer)
RETURNS TABLE (person_id bigint, name text, birth_date date, phone text, address text, regency text,
               birth_place text, sex text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH found AS (
        (SELECT id FROM people_person WHERE birth_date = born LIMIT most)
        UNION
        (SELECT id FROM people_person WHERE name_key = words LIMIT most)
        UNION
        (SELECT id FROM people_person WHERE number <> '' AND people_person.phone = number AND people_person.phone <> '' LIMIT 20)
        UNION
        (SELECT id FROM people_person
         WHERE translate(name_key, 'aeiouhw''', '') = translate(words, 'aeiouhw''', '')
           AND date_part('year', birth_date) BETWEEN date_part('year', born) - 1 AND date_part('year', born) + 1
         LIMIT most)
    )
    SELECT p.id, p.name::text, p.birth_date, p.phone::text, p.address::text, p.regency_id::text,
           p.birth_place::text, p.sex::text
    FROM people_person p JOIN found USING (id) WHERE p.merged_into_id IS NULL
$$;
"""

# Whoever scans the code of a card learns whether it is in force, and of the name only the beginnings.
CARD = """
CREATE FUNCTION card_by_token(asked text)
RETURNS TABLE (number integer, name text, office text, issued_on date, valid_until date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT c.number, regexp_replace(p.name, '(\\w)\\w*', '\\1...', 'g'), o.name::text, c.issued_on, c.valid_until
    FROM people_jobseekercard c JOIN people_person p ON p.id = c.person_id
    JOIN network_organisation o ON o.id = c.office_id
    WHERE c.token = asked
$$;
"""

# The account of a claim becomes the person's own; the person is invisible to it before.
JOIN = """
CREATE FUNCTION join_claimed_person(digest text, moment timestamptz) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH right_one AS (
        UPDATE people_claim SET joined_at = moment, code_hash = ''
        WHERE user_id = app_user() AND code_hash = digest AND digest <> '' AND code_until > moment
          AND joined_at IS NULL AND wrong_tries < 5
        RETURNING person_id
    )
    UPDATE people_person SET user_id = app_user(), updated_at = moment FROM right_one
    WHERE id = right_one.person_id AND (people_person.user_id IS NULL OR people_person.user_id = app_user())
    RETURNING id
$$;
"""


class Migration(migrations.Migration):
    """Walls of the front door, and the five narrow windows in them."""

    dependencies = [("people", "0004_front_door"), ("network", "0005_two_offices_roles")]

    operations = [
        migrations.RunSQL(PROTECTS, "DROP FUNCTION app_protects_data()"),
        migrations.RunSQL(SCOPE % ", 'system:merge'", SCOPE % ""),
        protect("people_claim", using=f"user_id = (SELECT app_user()) OR {OF_PERSON}"),
        protect("people_jobseekercard", using=OF_PERSON),
        protect(
            "people_cardreport", using="EXISTS (SELECT 1 FROM people_jobseekercard c WHERE c.id = card_id)"
        ),
        protect("people_needs", using=OF_PERSON),
        protect("people_accommodation", using=OF_PERSON),
        protect("people_jobseekerevent", using=OF_PERSON),
        protect("people_changerequest", using=OF_PERSON),
        protect("people_deletionrequest", using=f"{OF_PERSON} OR (SELECT app_protects_data())"),
        protect(
            "people_merge",
            using="EXISTS (SELECT 1 FROM people_person p WHERE p.id = kept_id)"
            " OR EXISTS (SELECT 1 FROM people_person p WHERE p.id = joined_id)",
        ),
        migrations.RunSQL(
            "CREATE INDEX person_born ON people_person (birth_date); "
            "CREATE INDEX person_key ON people_person (name_key); "
            "CREATE INDEX person_sound ON people_person "
            "(translate(name_key, 'aeiouhw''', ''), date_part('year', birth_date))",
            "DROP INDEX person_born; DROP INDEX person_key; DROP INDEX person_sound",
        ),
        migrations.RunSQL(ALIKE, "DROP FUNCTION persons_alike(text, date, text, integer)"),
        migrations.RunSQL(CARD, "DROP FUNCTION card_by_token(text)"),
        migrations.RunSQL(JOIN, "DROP FUNCTION join_claimed_person(text, timestamptz)"),
    ]
