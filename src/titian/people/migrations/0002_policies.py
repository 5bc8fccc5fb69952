from django.db import migrations

from titian.core.policies import protect, protect_history

# EXISTS on the row, functions in a scalar sub-select: evaluated once a statement, not once a row.
SEES_ALL = "(SELECT app_sees_all())"
IN_ORGANISATION = "organisation_id = ANY ((SELECT app_organisations())::bigint[])"
PERSON = f"""
    {SEES_ALL}
    OR regency_id = ANY ((SELECT app_regions())::text[])
    OR user_id = (SELECT app_user())
    OR EXISTS (
        SELECT 1 FROM people_servicelink link
        WHERE link.person_id = people_person.id AND link.until IS NULL AND link.{IN_ORGANISATION}
    )
"""
OF_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"

# The record of the acting user, for rows that a policy on persons would look up in a circle.
OWN = """
CREATE FUNCTION app_person() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT id FROM people_person WHERE user_id = app_user()
$$;
"""

# What a roster or a clerk may learn of a person it cannot see: the number, and whether its own words agree.
MATCHING = """
CREATE FUNCTION persons_matching(hashes bytea[], name_keys text[], births date[])
RETURNS TABLE (place bigint, person_id bigint, name_agrees boolean, birth_agrees boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT asked.place, p.id,
           p.name_key = asked.name_key
               OR strpos(p.name_key, asked.name_key) > 0 OR strpos(asked.name_key, p.name_key) > 0,
           p.birth_date = asked.birth
    FROM unnest(hashes, name_keys, births) WITH ORDINALITY AS asked (hash, name_key, birth, place)
    JOIN people_person p ON p.nik_hash = asked.hash OR p.nik_next_hash = asked.hash
$$;
"""


class Migration(migrations.Migration):
    """A person is seen by the person, by who serves, by the office of the region, and above those."""

    dependencies = [
        ("people", "0001_initial"),
        ("network", "0002_access_functions"),
    ]

    operations = [
        migrations.RunSQL(OWN, "DROP FUNCTION app_person()"),
        protect("people_person", using=PERSON),
        protect(
            "people_servicelink",
            using=f"{SEES_ALL} OR {IN_ORGANISATION} OR person_id = (SELECT app_person())",
            check=f"{SEES_ALL} OR {IN_ORGANISATION}",
        ),
        protect("people_disability", using=OF_PERSON),
        protect(
            "people_disability_kinds",
            using="EXISTS (SELECT 1 FROM people_disability d WHERE d.id = disability_id)",
        ),
        protect("people_consent", using=OF_PERSON),
        protect("people_employmentspell", using=OF_PERSON),
        protect_history(
            "people_personevent", using="EXISTS (SELECT 1 FROM people_person p WHERE p.id = pgh_obj_id)"
        ),
        protect_history("people_disabilityevent", using=OF_PERSON),
        protect_history("people_employmentspellevent", using=OF_PERSON),
        protect(
            "journal_look",
            using=f"actor_id = (SELECT app_user()) OR {OF_PERSON}",
            check="actor_id = (SELECT app_user())",
        ),
        protect(
            "journal_entry",
            using=f"{SEES_ALL} OR actor_id = (SELECT app_user()) OR (subject_type = 'people.person' AND "
            "EXISTS (SELECT 1 FROM people_person p WHERE p.id = subject_id))",
            check="actor_id = (SELECT app_user())",
        ),
        migrations.RunSQL(MATCHING, "DROP FUNCTION persons_matching(bytea[], text[], date[])"),
    ]
